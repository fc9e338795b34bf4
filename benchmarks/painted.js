/* Runs before the page's own scripts and notes in window.marks what was painted when.
 *
 * It looks into the map's frame from the page: Chromium runs scripts like this one only in a
 * frame's first, empty document. A state of the map is seen in one animation frame and noted in
 * the next, when the picture that shows it has been made: two callbacks after the change.
 */
(() => {
  if (window !== window.top) return;
  window.marks = [];
  const seen = new WeakMap();
  let painting = [];

  document.addEventListener("click", (event) => {
    window.marks.push({ what: "input", at: performance.timeOrigin + event.timeStamp });
  }, true);

  document.addEventListener("keydown", (event) => {
    window.marks.push({ what: "input", at: performance.timeOrigin + event.timeStamp });
  }, true);

  // What the tiles of a view show, once all of them are there.
  const tiles = (map) => {
    const found = [...map.querySelectorAll(".tiles img.leaflet-tile")];
    if (!found.length || !found.every((tile) => tile.classList.contains("leaflet-tile-loaded"))) return undefined;
    return new URL(found[0].src).search || "all";
  };

  // Markers of folium stand in one layer, drawn at once.
  const markers = (map) => String(map.querySelectorAll("path.leaflet-interactive").length || "") || undefined;

  // Words of the page itself, and whether the Overview's figures are all there.
  const text = () => document.querySelector(".stMain h1")?.textContent.trim() || undefined;
  const figures = () => document.querySelectorAll(".finding").length > 5 ? "all" : undefined;
  const told = {};

  const look = () => {
    const at = performance.timeOrigin + performance.now();
    for (const mark of painting) window.marks.push({ ...mark, at });
    painting = [];
    for (const [what, value] of Object.entries({ text: text(), figures: figures() })) {
      if (value && value !== told[what]) {
        told[what] = value;
        painting.push({ what, value });
      }
    }
    for (const frame of document.querySelectorAll('iframe[src*="streamlit_folium"]')) {
      const map = frame.contentDocument?.getElementById("map_div");
      if (!map) continue;
      if (!seen.has(map)) seen.set(map, {});
      const { ready, view } = map.dataset;
      const pane = map.querySelector(".leaflet-pane") ? "yes" : undefined;
      for (const [what, value] of Object.entries({ pane, ready, view, tiles: tiles(map), markers: markers(map) })) {
        if (value && value !== seen.get(map)[what]) {
          seen.get(map)[what] = value;
          painting.push({ what, value });
        }
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
