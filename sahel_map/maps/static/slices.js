/* Draws a slice of the expansion: areas by first arrival, the mean centre's track, its ellipse.
 *
 * SahelMap.slices(group, view)   at every change of slice or choice; the attacks are those of show
 *
 * Two maps of one page can be linked: what one shows, the other shows too.
 */
(() => {
  "use strict";
  const { state, kit, show } = window.SahelMap;
  const { el } = kit;
  const own = { layers: null, view: null, keys: false, load: Date.now(), steps: 0 };

  function lines(texts) {
    const node = el("div");
    for (const [i, text] of texts.entries()) if (text) node.append(el(i ? "span" : "b", "", text));
    return node;
  }

  const tipped = (layer, texts) => layer.bindTooltip(() => lines(texts), { className: "tip", sticky: true });

  function areas(layers, view, units) {
    const renderer = L.svg({ pane: "areas", padding: 0.3 });
    for (const area of view.areas) {
      const style = { renderer, pane: "areas", className: `area-reached ${area.fresh ? "fresh" : ""}`, fillColor: area.colour, fillOpacity: area.fresh ? 0.62 : 0.4, weight: area.fresh ? 2.4 : 0.8, bubblingMouseEvents: false };
      const unit = units[area.id];
      const shape = area.rings ? L.polygon(area.rings, style) : unit && L.geoJSON(unit.layer.toGeoJSON(), { style: () => style, pane: "areas" });
      if (!shape) continue;
      tipped(shape, area.texts).addTo(layers);
      shape.on("click", () => kit.pick({ id: area.event }));
      for (const part of shape.getLayers ? shape.getLayers() : [shape]) {
        if (part._path) Object.assign(part._path.dataset, { area: area.id, fresh: area.fresh ? "1" : "" });
      }
    }
  }

  function southwest(layers, view) {
    const renderer = L.svg({ pane: "areas", padding: 0.3 });
    for (const id of view.southwest) {
      const unit = state.units[id];
      if (!unit) continue;
      L.geoJSON(unit.layer.toGeoJSON(), { style: () => ({ renderer, className: "southwest", color: view.southwest_colour, weight: 2, fillOpacity: 0.04, interactive: false }), interactive: false, pane: "areas" }).addTo(layers);
    }
  }

  /* An arrow head at the end of a line, drawn as a rotated mark that keeps its size at every zoom. */
  function head(layers, from, to) {
    const [a, b] = [state.map.project(from, 8), state.map.project(to, 8)];
    if (a.distanceTo(b) < 1) return;
    const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    const drawing = kit.svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" });
    drawing.append(kit.svg("path", { d: "M-8 -6L5 0L-8 6L-5 0Z", class: "track-head", transform: `rotate(${angle}) translate(-6 0)` }));
    const icon = L.divIcon({ html: drawing, className: "symbol", iconSize: [18, 18] });
    L.marker(to, { icon, pane: "tracks", interactive: false, keyboard: false }).addTo(layers);
  }

  function track(layers, view) {
    const renderer = L.svg({ pane: "tracks", padding: 0.3 });
    if (view.ellipse.length) L.polygon(view.ellipse, { renderer, interactive: false, className: "ellipse", fill: false }).addTo(layers);
    const points = view.track.map((point) => point.at);
    for (let i = 1; i < points.length; i += 1) {
      const last = i === points.length - 1;
      const line = { renderer, interactive: false, weight: last ? 2.6 : 1.4, opacity: last ? 1 : 0.55 };
      L.polyline([points[i - 1], points[i]], { ...line, className: "track" }).addTo(layers);
    }
    if (points.length > 1) head(layers, points[points.length - 2], points[points.length - 1]);
    for (const point of view.track) {
      const dot = L.circleMarker(point.at, { renderer, radius: point.current ? 6.5 : 4, className: `centre ${point.few ? "few" : ""} ${point.current ? "current" : ""}`, fillColor: point.colour, fillOpacity: point.few ? 0 : 1, bubblingMouseEvents: false });
      tipped(dot, point.texts).addTo(layers);
    }
  }

  /* The arrow keys go from event to event while the reader steps; otherwise they move the map. */
  function listen() {
    if (own.keys) return;
    own.keys = true;
    state.map.getContainer().addEventListener("keydown", (press) => {
      if (!own.view.stepping || !["ArrowLeft", "ArrowRight"].includes(press.key)) return;
      press.preventDefault();
      press.stopImmediatePropagation();
      // All steps so far: of presses that come quickly the server sees only the last report.
      own.steps += press.key === "ArrowLeft" ? -1 : 1;
      if (window.Streamlit) window.Streamlit.setComponentValue({ steps: own.steps, load: own.load });
    }, { capture: true });
  }

  function slices(group, view) {
    own.view = view;
    const draw = async () => {
      const units = view.levels ? (await kit.loadLevels(view.levels)).units : state.units;
      if (own.view !== view) return;
      own.layers?.remove();
      own.layers = L.layerGroup().addTo(state.map);
      areas(own.layers, view, units);
      southwest(own.layers, view);
      track(own.layers, view);
      const box = state.map.getContainer();
      box.dataset.slice = view.slice;
      box.dataset.areas = view.areas.length;
    };
    show(group, view);
    listen();
    kit.follow(view);
    // Regions are drawn from the boundaries, which may still be on their way.
    if (state.ready) draw();
    else {
      const shade = state.waiting;
      state.waiting = () => { shade(); draw(); };
    }
    state.map.getContainer().dataset.drawn = "slices";
  }

  window.SahelMap.slices = slices;
})();
