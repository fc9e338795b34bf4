/* Runs in every frame before its own scripts and notes in the top window what was painted when.
 *
 * A state of the map is seen in one animation frame and noted in the next: two callbacks after
 * the change, when the frame that shows it has been handed to the compositor.
 */
(() => {
  if (window === window.top) {
    window.marks = [];
    document.addEventListener("click", (event) => {
      window.marks.push({ what: "input", at: performance.timeOrigin + event.timeStamp });
    }, true);
    return;
  }
  if (!location.href.includes("streamlit_folium")) return;
  const note = (what, value) => {
    window.top.marks.push({ what, value, at: performance.timeOrigin + performance.now() });
  };
  const seen = {};
  let painting = [];
  note("frame");
  const look = () => {
    for (const [what, value] of painting) note(what, value);
    painting = [];
    const { ready, view } = document.getElementById("map_div")?.dataset || {};
    const pane = document.querySelector(".leaflet-pane") ? "yes" : undefined;
    for (const [what, value] of Object.entries({ pane, ready, view })) {
      if (value && value !== seen[what]) {
        seen[what] = value;
        painting.push([what, value]);
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
