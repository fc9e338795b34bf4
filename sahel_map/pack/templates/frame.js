/* Makes a map in its frame: stands in for the dashboard that the map script otherwise reports to.
 * The page around it hands over what to draw and is told what is chosen. */
(() => {
  "use strict";
  const page = window.parent;
  const tell = (what) => page.postMessage(what, "*");
  const root = document.documentElement;
  const drawn = { group: null, what: null };
  const pairs = [];
  const LEGEND_ROOM = 700; // pixels of a map from which the ground keeps clear of its legend

  // Linked maps are in one view of the page, which passes on to each where the other was moved.
  window.BroadcastChannel = class {
    constructor() { pairs.push(this); }
    postMessage(data) { tell({ moved: data }); }
  };
  window.Streamlit = {
    events: new EventTarget(),
    RENDER_EVENT: "render",
    setComponentValue: (value) => tell({ chosen: value }),
  };
  const themed = () => window.Streamlit.events.dispatchEvent(new Event("render"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);

  function draw(selected, here) {
    const { name, view } = drawn.what;
    // What was clicked on this map is in sight: it need not move.
    if (here) window.SahelMap.state.selected = selected;
    drawn.group.clearLayers();
    window.SahelMap[name](drawn.group, selected === undefined ? { ...view } : { ...view, selected });
  }

  function start({ name, view, config, selected }) {
    const { state } = window.SahelMap;
    drawn.what = { name, view: { ...view, legend: { room: Math.max(LEGEND_ROOM, view.legend.wide || 0), ...view.legend } } };
    // The plugins that the view needs are in this document already.
    for (const key of ["cluster", "heat"]) state.loading[key] = Promise.resolve();
    const map = L.map("map_div", { center: [14.5, -4.5], zoom: 6, zoomSnap: 0.25, scrollWheelZoom: false });
    drawn.group = L.featureGroup();
    new MutationObserver((_changes, watch) => {
      if (!map.getContainer().dataset.names) return;
      watch.disconnect();
      tell({ drawn: true });
    }).observe(map.getContainer(), { attributes: true });
    window.SahelMap.base(map, config);
    draw(selected);
  }

  /* On paper: light, the legend open, the same ground unless the reader has moved it. */
  window.onPaper = (paper) => {
    const { state, kit } = window.SahelMap;
    if (!state.map) return;
    root.classList.toggle("paper", paper);
    root.classList.toggle("dark", !paper && state.dark === true);
    const legend = state.legend?.getContainer().querySelector("details");
    if (legend && paper) legend.open = true;
    state.map.invalidateSize({ pan: false, animate: false });
    if (!state.touched) kit.fit();
    kit.placeNames();
  };

  addEventListener("message", ({ source, data }) => {
    if (source !== page) return;
    if (data.start) start(data.start);
    else if ("select" in data) draw(data.select, data.here);
    else if (data.moved) for (const pair of pairs) pair.onmessage?.({ data: data.moved });
  });
  tell({ ready: true });
})();
