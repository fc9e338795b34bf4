/* Draws the base map and the events. Python sends data and words; nothing here knows a language.
 *
 * SahelMap.base(map, config)   once a map: boundaries, waters and names, fetched by address
 * SahelMap.show(group, view)   at every change: the events of the current view
 *
 * All text reaches the page through textContent, so imported text is shown and never run.
 */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const MISSING_RADIUS = 5.5;
  const ZERO_RADIUS = 4;
  const HEAT_ZOOM = 6; // the zoom from which one event keeps its full weight
  const CANVAS_FROM = 1500; // features; below it SVG is as fast and takes its colours from CSS
  const state = { map: null, config: null, units: {}, finer: {}, names: [], language: "en", legend: null,
    opened: null, selected: null,
    // Not from 0: a map that is loaded anew must not report what the one before it did.
    clicks: Date.now(), unfolded: new Set(), note: null, loading: {} };

  const el = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  };
  const svg = (tag, attributes) => {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    return node;
  };

  /* A drawing with words for who cannot see it. */
  function named(drawing, text) {
    drawing.setAttribute("aria-hidden", "true");
    const node = el("div");
    node.append(drawing, el("span", "unseen", text));
    return node;
  }

  /* What Leaflet draws with a mark is for the mouse alone: here is the same for the keyboard. */
  function onKey(element, act) {
    element?.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" && press.key !== " ") return;
      press.preventDefault();
      press.stopPropagation(); // Leaflet makes a click of it as well
      act();
    });
  }

  /* Without gliding where the reader asked for less motion. */
  function still(map) {
    Object.assign(map.options, { zoomAnimation: false, inertia: false });
    const { setView, panBy } = map;
    map.setView = (centre, zoom, options) => setView.call(map, centre, zoom, { ...options, animate: false });
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  }

  /* The words around the map, which the base map brings in every language. */
  function speak(language) {
    const words = state.config.words[language];
    const box = state.map.getContainer();
    box.setAttribute("aria-label", words.map);
    state.keys.textContent = words.keys;
    for (const [name, text] of [["in", words.zoom_in], ["out", words.zoom_out]]) {
      const button = box.querySelector(`.leaflet-control-zoom-${name}`);
      button?.setAttribute("title", text);
      button?.setAttribute("aria-label", text);
    }
    const frame = window.frameElement;
    if (!frame) return;
    document.documentElement.lang = language;
    // Whichever map speaks last numbers them all: an earlier one may have been alone when it spoke.
    const maps = [...frame.ownerDocument.querySelectorAll("iframe[src*=streamlit_folium]")];
    maps.forEach((map, place) => { map.title = maps.length > 1 ? `${words.map} ${place + 1}` : words.map; });
  }

  /* Theme: Streamlit hands its colours over as custom properties of the root element. */
  function followTheme() {
    const root = document.documentElement;
    const colour = getComputedStyle(root).getPropertyValue("--background-color").trim();
    const channels = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
    if (!channels) return;
    const [r, g, b] = channels.slice(1, 4).map((c) => parseInt(c, 16));
    const dark = 0.299 * r + 0.587 * g + 0.114 * b < 128;
    if (root.classList.toggle("dark", dark) !== state.dark && (state.view?.tiles || state.view?.mode === "heat")) state.redraw();
    state.dark = dark;
  }

  function fault(what) {
    const note = el("div", "load-fault", `${state.config.words[state.language].fault} (${what})`);
    state.map.getContainer().append(note);
  }

  async function fetchLayer(name) {
    // A file that must do without any network brings its layers along.
    if (state.config.layers?.[name]) return state.config.layers[name];
    try {
      const answer = await fetch(state.config.geo + name);
      if (!answer.ok) throw new Error(answer.status);
      return await answer.json();
    } catch (error) {
      fault(name);
      return { type: "FeatureCollection", features: [] };
    }
  }

  function loadScript(key) {
    state.loading[key] ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = state.config.libraries[key];
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return state.loading[key];
  }

  /* Names: drawn in order of rank, each only where it covers none drawn before. */
  function addName(latlng, texts, className, zoomFrom, zoomTo, order, offset) {
    state.names.push({ latlng: L.latLng(latlng), texts, className, zoomFrom, zoomTo, order, offset, marker: null, node: null, size: null });
  }

  function makeName(name) {
    name.node = el("div", `name ${name.className}`);
    const [dx, dy] = name.offset || [0, 0];
    name.node.style.transform = name.offset ? `translate(${dx}px, ${dy}px)` : "translate(-50%, -50%)";
    name.node.style.position = "absolute";
    const icon = L.divIcon({ html: name.node, className: "", iconSize: [0, 0] });
    name.marker = L.marker(name.latlng, { icon, interactive: false, pane: "names", keyboard: false });
  }

  function wordName(name) {
    if (!name.marker) makeName(name);
    if (!state.map.hasLayer(name.marker)) name.marker.addTo(state.map);
    if (name.shown === state.language) return;
    name.node.textContent = name.texts[state.language] || name.texts.en;
    name.shown = state.language;
    name.size = null;
  }

  function placeNames() {
    const map = state.map;
    const zoom = map.getZoom();
    const view = map.getPixelBounds();
    const wanted = [];
    for (const name of state.names) {
      const point = map.project(name.latlng);
      if (zoom >= name.zoomFrom && zoom < name.zoomTo && view.contains(point)) {
        wordName(name);
        wanted.push([name, point]);
      } else if (name.marker && map.hasLayer(name.marker)) name.marker.remove();
    }
    // All are measured together: measuring between additions would lay the page out each time.
    for (const [name] of wanted) name.size ??= [name.node.offsetWidth, name.node.offsetHeight];
    const taken = [];
    for (const [name, point] of wanted) {
      const [w, h] = name.size;
      const left = name.offset ? point.x : point.x - w / 2;
      const box = [left - 3, point.y - h / 2, left + w + 3, point.y + h / 2];
      const free = !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]);
      if (free) taken.push(box);
      name.node.classList.toggle("hidden", !free);
    }
  }

  const both = (p) => ({ en: p.name, fr: p.name_fr || p.name });

  async function drawBase() {
    const map = state.map;
    const renderer = L.svg({ pane: "base", padding: 0.4 });
    const options = { pane: "base", renderer, interactive: false };
    const [admin0, admin1, rivers, lakes] = await Promise.all(
      ["admin0.geojson", "admin1.geojson", "rivers.geojson", "lakes.geojson"].map(fetchLayer));
    L.geoJSON(admin0, { ...options, style: (f) => ({ className: `land ${f.properties.role}`, weight: 0, fillOpacity: 1 }) }).addTo(map);
    L.geoJSON(lakes, { ...options, style: () => ({ className: "lake", weight: 0, fillOpacity: 1 }) }).addTo(map);
    L.geoJSON(rivers, { ...options, style: (f) => ({ className: "river", weight: f.properties.rank === 1 ? 1.6 : 1 }) }).addTo(map);
    L.geoJSON(admin1, { ...options, interactive: true, pane: "units", renderer: L.svg({ pane: "units", padding: 0.4 }),
      style: (f) => ({ className: `unit ${f.properties.country}`, weight: f.properties.country === state.config.focus ? 1 : 0.5, fillOpacity: 1 }),
      onEachFeature: (f, layer) => { state.units[f.properties.admin1_id] = { layer, properties: f.properties }; } }).addTo(map);
    L.geoJSON(admin0, { ...options, pane: "borders", renderer: L.svg({ pane: "borders", padding: 0.4 }),
      style: (f) => ({ className: `border ${f.properties.role}`, weight: f.properties.role === "focus" ? 1.8 : 0.9, fill: false }),
      onEachFeature: (f, layer) => {
        if (f.properties.role !== "context") addName(layer.getBounds().getCenter(), both(f.properties), "country", f.properties.role === "focus" ? 0 : 4, 7.4, 0);
      } }).addTo(map);
    if (state.waiting) state.waiting();
    state.ready = true;
    map.getContainer().dataset.ready = "base";
    // Names come with the next pictures: lines and events need not wait for them.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawNames)));
  }

  /* Districts and communes: fetched when they are first shown, drawn below the lines of regions. */
  function loadLevel(level) {
    state.finer[level] ||= fetchLayer(`admin${level}.geojson`).then((found) => {
      const units = {};
      const renderer = L.svg({ pane: "finer", padding: 0.4 });
      const shapes = L.geoJSON(found, { pane: "finer", renderer, interactive: true,
        style: (f) => ({ className: `unit finer ${f.properties.country}`, weight: 0.5, fillOpacity: 1 }),
        onEachFeature: (f, layer) => { units[f.properties[`admin${level}_id`]] = { layer, properties: f.properties }; } });
      return { units, shapes };
    });
    return state.finer[level];
  }

  /* Each unit with the names of those it lies in: "Nioro, Kayes". */
  async function loadLevels(levels) {
    let above = state.units;
    let shapes = null;
    for (const level of levels) {
      const found = await loadLevel(level);
      for (const unit of Object.values(found.units)) {
        const parent = above[unit.properties.parent_id];
        const [own, within] = [both(unit.properties), parent && (parent.texts || both(parent.properties))];
        unit.texts = within ? { en: `${own.en}, ${within.en}`, fr: `${own.fr}, ${within.fr}` } : own;
      }
      above = found.units;
      shapes = found.shapes;
    }
    return { units: above, shapes };
  }

  async function drawNames() {
    const towns = await fetchLayer("towns.geojson");
    for (const { layer, properties } of Object.values(state.units)) {
      const focus = properties.country === state.config.focus;
      addName(layer.getBounds().getCenter(), both(properties), "region", focus ? 5.4 : 8, focus ? 9 : 11, focus ? 2 : 6);
    }
    for (const town of towns.features) {
      const rank = town.properties.rank;
      const [lon, lat] = town.geometry.coordinates;
      addName([lat, lon], both(town.properties), `town r${rank} ${town.properties.country === state.config.focus ? "" : "foreign"}`, [0, 4, 5.6, 7, 8.4][rank], 99, rank === 1 ? 1 : 1 + rank, [7, -8]);
    }
    state.names.sort((a, b) => a.order - b.order);
    placeNames();
    state.map.getContainer().dataset.names = state.names.length;
  }

  function fit() {
    // Room for the legend on wide screens, so that it never lies over the country in focus.
    const legendRoom = state.map.getSize().x > (state.view?.legend?.room || 900) ? 230 : 0;
    state.map.fitBounds(state.view?.focus || state.config.bounds, { animate: false, paddingTopLeft: [legendRoom, 0] });
  }

  // Only a map with a height can be kept within limits: one without is moved away at once, and
  // what moves it goes on while the map gets its height.
  function limit() {
    if (!state.map.options.maxBounds && state.map.getSize().y > 0) state.map.setMaxBounds(state.config.limits);
  }

  function base(map, config) {
    state.map = map;
    state.config = config;
    followTheme();
    if (window.Streamlit) {
      window.Streamlit.events.addEventListener(window.Streamlit.RENDER_EVENT, () => setTimeout(followTheme));
    }
    const hatch = svg("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position:absolute" });
    hatch.innerHTML = '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="none"/><line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-width="1.1" stroke-opacity="0.45"/></pattern></defs>';
    document.body.append(hatch);
    const panes = { base: 200, finer: 215, units: 220, borders: 240, areas: 290, bands: 300, casing: 340, roads: 350, extents: 390, names: 395, tracks: 397, marks: 605, stacks: 610 };
    for (const [name, z] of Object.entries(panes)) map.createPane(name).style.zIndex = z;
    map.getPane("names").style.pointerEvents = "none";
    // Leaflet focuses the map when it is pressed: were the page scrolled for that, the press would
    // end beside the dot that it began on.
    const container = map.getContainer();
    container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
    for (const name of ["base", "finer", "units", "borders", "names"]) map.getPane(name).setAttribute("aria-hidden", "true");
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) still(map);
    state.keys = el("div", "unseen");
    state.keys.id = "map-keys";
    map.getContainer().append(state.keys);
    map.getContainer().setAttribute("role", "application");
    map.getContainer().setAttribute("aria-describedby", state.keys.id);
    map.attributionControl.setPrefix(false);
    map.setMinZoom(config.zooms[0]);
    map.setMaxZoom(config.zooms[1]);
    fit();
    limit();
    // What is drawn anew loses the keyboard: what had it, gets it back.
    map.getContainer().addEventListener("focusin", ({ target }) => { state.held = { ...target.dataset }; });
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(kind, () => { state.touched = true; }, { passive: true });
    }
    map.on("zoomend moveend", () => requestAnimationFrame(placeNames));
    L.control.scale({ imperial: false, position: map.getSize().x > 600 ? "bottomleft" : "topright" }).addTo(map);
    map.on("click focus zoomstart", () => map.scrollWheelZoom.enable());
    map.on("mouseout", () => map.scrollWheelZoom.disable());
    map.on("click", (click) => askPlace(click.latlng));
    map.on("click", () => { if (state.opened) { state.opened = null; state.redraw && state.redraw(); } });
    new ResizeObserver(() => {
      if (!map.getContainer().clientHeight) return; // its frame is being moved: there is nothing to fit
      // Leaflet glides back into its limits, and would go on gliding after the map is fitted.
      map.setMaxBounds(null);
      map.invalidateSize({ pan: false });
      // The filters come after the map and take some of its width: until the reader moves it,
      // it shows the same ground at every size.
      if (!state.touched) {
        if (state.legend) state.legend.getContainer().querySelector("details").open = roomy(state.view);
        fit();
        if (state.view) reveal(state.view, null);
      }
      limit();
    }).observe(map.getContainer());
    drawBase();
  }

  /* Symbols */
  const radius = (deaths) => {
    const narrow = state.map.getSize().x < 600 ? 0.75 : 1;
    if (deaths === null || deaths === undefined) return MISSING_RADIUS * narrow;
    return narrow * (deaths === 0 ? ZERO_RADIUS : Math.min(5 + 1.6 * Math.sqrt(deaths), 26));
  };

  const OffsetMarker = L.CircleMarker.extend({
    _project() {
      L.CircleMarker.prototype._project.call(this);
      if (!this.options.shift) return;
      this._point = this._point.add(this.options.shift);
      this._updateBounds();
    },
  });

  function tip(event, extra) {
    const node = el("div");
    node.append(el("b", "", event.title), el("span", "", event.date), el("span", "", event.where), el("span", "", event.deaths_text));
    if (extra) node.append(el("span", "", extra));
    return node;
  }

  function pick(event, at) {
    state.opened = at || state.opened;
    state.clicks += 1;
    if (window.Streamlit) window.Streamlit.setComponentValue({ event: event.id, click: state.clicks });
  }

  function dot(group, event, view, shift) {
    const colour = view.colours[event.category];
    const latlng = [event.lat, event.lon];
    const reach = event.high > event.low ? radius(event.high) : 0;
    if (reach) {
      new OffsetMarker(latlng, { renderer: view.renderer, radius: reach, color: colour, weight: 1.2, className: "reach", interactive: false, shift, fill: false }).addTo(group);
    }
    const missing = event.low === null;
    const marker = new OffsetMarker(latlng, {
      renderer: view.renderer, radius: radius(event.low), shift, bubblingMouseEvents: false,
      className: missing ? "dot missing" : "dot", color: missing ? colour : undefined, fillColor: missing ? undefined : colour, fillOpacity: 0.88,
    });
    marker.bindTooltip(() => tip(event, event.precision_text), { className: "tip", direction: "top", offset: [0, -6], sticky: false });
    marker.on("click", () => pick(event));
    marker.addTo(group);
    if (marker._path) {
      marker._path.style.color = colour;
      marker._path.dataset.event = event.id;
    }
    if (event.id === view.selected) {
      new OffsetMarker(latlng, { renderer: view.renderer, radius: Math.max(radius(event.low), reach) + 5, className: "chosen", interactive: false, shift, fill: false }).addTo(group);
    }
    return marker;
  }

  function ring(events, view, size) {
    const r = size / 2;
    const inner = r - Math.max(4.5, r * 0.34);
    const drawing = svg("svg", { width: size, height: size, viewBox: `${-r} ${-r} ${size} ${size}` });
    drawing.append(svg("circle", { r: r - 0.5, class: "hub" }));
    const counts = new Map();
    for (const event of events) counts.set(event.category, (counts.get(event.category) || 0) + 1);
    const middle = (r + inner) / 2;
    const around = 2 * Math.PI * middle;
    let start = 0;
    for (const [category, count] of [...counts].sort((a, b) => b[1] - a[1])) {
      const share = count / events.length;
      drawing.append(svg("circle", { r: middle, fill: "none", stroke: view.colours[category], "stroke-width": r - inner,
        "stroke-dasharray": `${share * around} ${around}`, transform: `rotate(${start * 360 - 90})` }));
      start += share;
    }
    drawing.append(svg("circle", { r, class: "rim" }));
    const text = svg("text", { "font-size": events.length > 99 ? 10 : 11.5 });
    text.textContent = events.length;
    drawing.append(text);
    return drawing;
  }

  const ringSize = (events) => {
    const known = events.filter((e) => e.low !== null);
    const deaths = known.reduce((sum, e) => sum + e.low, 0);
    return 2 * Math.max(12, known.length ? radius(deaths) : 0);
  };

  function stack(group, events, view, key) {
    const first = events[0];
    const size = ringSize(events);
    const words = `${first.where}: ${view.words.stack.replace("{n}", events.length)}`;
    const icon = L.divIcon({ html: named(ring(events, view, size), words), className: "stack", iconSize: [size, size] });
    const marker = L.marker([first.lat, first.lon], { icon, pane: "stacks", keyboard: true, bubblingMouseEvents: false });
    marker.bindTooltip(() => {
      const node = el("div");
      node.append(el("b", "", first.where), el("span", "", view.words.stack.replace("{n}", events.length)), el("span", "", view.words.stack_hint));
      return node;
    }, { className: "tip", direction: "top", offset: [0, -size / 2] });
    const toggle = () => {
      const latest = events[events.length - 1];
      if (state.opened === key) { state.opened = null; state.redraw(); } else { state.opened = key; state.redraw(); pick(latest, key); }
    };
    marker.on("click", toggle);
    marker.addTo(group);
    const element = marker.getElement();
    element?.setAttribute("data-stack", key);
    element?.setAttribute("aria-expanded", state.opened === key);
    onKey(element, toggle);
    if (state.opened === key) fan(group, events, view, size);
  }

  /* The events of an opened stack take the keyboard; the others are in the table. */
  function reachable(path, event) {
    if (!path) return;
    for (const [name, value] of [["tabindex", 0], ["role", "button"], ["aria-label", `${event.date}: ${event.title}`]]) path.setAttribute(name, value);
    onKey(path, () => pick(event));
  }

  function fan(group, events, view, size) {
    let ringNo = 0;
    let placed = 0;
    while (placed < events.length) {
      const distance = size / 2 + 22 + ringNo * 34;
      const room = Math.max(1, Math.floor((2 * Math.PI * distance) / 36));
      const here = Math.min(room, events.length - placed);
      for (let i = 0; i < here; i += 1) {
        const angle = (2 * Math.PI * i) / here - Math.PI / 2 + ringNo * 0.4;
        const shown = dot(group, events[placed + i], view, L.point(distance * Math.cos(angle), distance * Math.sin(angle)));
        reachable(shown._path, events[placed + i]);
      }
      placed += here;
      ringNo += 1;
    }
  }

  function extents(group, events, view) {
    const drawn = new Set();
    for (const event of events) {
      const key = `${event.lat} ${event.lon} ${event.precision}`;
      if (!event.radius_m || drawn.has(key)) continue;
      drawn.add(key);
      const circle = L.circle([event.lat, event.lon], { renderer: view.extentRenderer, radius: event.radius_m, pane: "extents", interactive: false, className: `extent ${event.precision}`, color: view.colours[event.category], weight: 1.1, fillOpacity: 0.05 });
      circle.addTo(group);
      if (circle._path) circle._path.style.color = view.colours[event.category];
    }
  }

  function points(group, view) {
    const places = new Map();
    for (const event of view.events) {
      const key = `${event.lat},${event.lon}`;
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(event);
    }
    extents(group, view.events, view);
    const crowd = [...places].sort((a, b) => ringSize(b[1]) - ringSize(a[1]));
    for (const [key, events] of crowd) if (events.length === 1) dot(group, events[0], view);
    for (const [key, events] of crowd) if (events.length > 1) stack(group, events, view, key);
  }

  async function clusters(group, view) {
    await loadScript("cluster");
    if (state.view !== view) return;
    const cluster = L.markerClusterGroup({
      maxClusterRadius: 46, showCoverageOnHover: false, animate: false, spiderLegPolylineOptions: { className: "leg", weight: 1 },
      iconCreateFunction: (c) => {
        const events = c.getAllChildMarkers().map((m) => m.options.event);
        const size = 24 + 5 * Math.log2(events.length);
        return L.divIcon({ html: named(ring(events, view, size), view.words.stack.replace("{n}", events.length)), className: "stack", iconSize: [size, size] });
      },
    });
    for (const event of view.events) {
      const icon = L.divIcon({ html: named(ring([event], view, 20), `${event.date}: ${event.title}`), className: "stack", iconSize: [20, 20] });
      const marker = L.marker([event.lat, event.lon], { icon, event });
      marker.bindTooltip(() => tip(event, event.precision_text), { className: "tip", direction: "top" });
      marker.on("click", () => pick(event));
      cluster.addLayer(marker);
    }
    cluster.addTo(group);
  }

  async function heat(group, view) {
    await loadScript("heat");
    if (state.view !== view) return;
    const layer = L.heatLayer(view.events.map((e) => [e.lat, e.lon, 1]), { radius: 26, blur: 20, max: 3, maxZoom: HEAT_ZOOM, minOpacity: 0.2, gradient: document.documentElement.classList.contains("dark") ? view.gradient_dark : view.gradient });
    layer.addTo(group);
    layer._canvas?.classList.add("heat-canvas");
  }

  /* Many events: pictures that the server draws. The map is asked for the events of a place. */
  function tiles(group, view) {
    L.tileLayer(view.tiles, {
      theme: document.documentElement.classList.contains("dark") ? "dark" : "light",
      scale: window.devicePixelRatio > 1 ? 2 : 1,
      className: view.heat ? "tiles heat-canvas" : "tiles",
      pane: "areas",
    }).addTo(group);
    if (view.near) {
      L.circleMarker(view.near, { radius: 12, className: "chosen", interactive: false, fill: false }).addTo(group);
    }
  }

  function askPlace(at) {
    if (!state.view?.tiles || !window.Streamlit) return;
    state.clicks += 1;
    const place = [at.lat.toFixed(5), at.lng.toFixed(5), state.map.getZoom().toFixed(2)].join(",");
    window.Streamlit.setComponentValue({ place, click: state.clicks });
  }

  function hexagons(group, view) {
    for (const cell of view.cells) {
      L.polygon(cell.outline, { pane: "areas", className: "hexagon", color: cell.colour, weight: 0.6, fillOpacity: 0.72 })
        .bindTooltip(() => el("span", "", cell.text), { className: "tip", sticky: true })
        .addTo(group);
    }
  }

  async function shadeUnits(view) {
    const finer = view.units && view.levels;
    shade(state.units, finer ? { ...view, units: null } : view);
    const loaded = finer ? await loadLevels(view.levels) : null;
    if (state.view !== view) return;
    if (state.shapes !== loaded?.shapes) state.shapes?.remove();
    state.shapes = loaded?.shapes;
    if (!loaded) return;
    loaded.shapes.addTo(state.map);
    shade(loaded.units, view);
    state.map.getContainer().dataset.level = view.levels.at(-1);
  }

  function shade(units, view) {
    for (const [id, { layer, properties, texts }] of Object.entries(units)) {
      const cell = view.units && view.units[id];
      const path = layer._path;
      layer.unbindTooltip();
      if (path) {
        path.style.fill = cell ? cell.colour : "";
        path.style.fillOpacity = cell ? 0.82 : "";
        path.style.pointerEvents = view.units ? "auto" : "none";
        path.dataset.count = cell ? cell.count : "";
      }
      if (view.units) {
        layer.bindTooltip(() => {
          const node = el("div");
          node.append(el("b", "", (texts || both(properties))[view.language]), el("span", "", cell ? cell.text : view.words.no_events));
          return node;
        }, { className: "tip", sticky: true });
      }
    }
  }

  /* Legend */
  function sample(item) {
    if (item.swatch) {
      const box = el("span", "swatch");
      box.style.background = item.swatch;
      return box;
    }
    if (item.line) {
      const { colour, weight, dash, faint, hatched, ink } = item.line;
      const stroke = svg("svg", { width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" });
      if (hatched) stroke.append(svg("line", { x1: 0, x2: 30, y1: 7, y2: 7, class: "road-hatch", "stroke-width": 13 }));
      stroke.append(svg("line", { x1: 1, x2: 29, y1: 7, y2: 7, stroke: ink ? "currentColor" : colour, "stroke-width": weight, "stroke-dasharray": dash || "none", opacity: faint ? 0.45 : 1 }));
      return stroke;
    }
    if (item.ring) {
      const box = svg("svg", { width: 30, height: 20, viewBox: "-15 -10 30 20", "aria-hidden": "true" });
      box.append(svg("circle", { r: 8, class: `siege ${item.ring}` }));
      return box;
    }
    if (item.mark) {
      const box = svg("svg", { width: 30, height: 18, viewBox: "-15 -9 30 18", "aria-hidden": "true" });
      box.append(svg("path", { d: item.mark, class: item.symbol || "mark" }));
      return box;
    }
    const drawing = svg("svg", { width: 30, height: 2 * (item.r || 6) + 4, viewBox: `-15 ${-(item.r || 6) - 2} 30 ${2 * (item.r || 6) + 4}`, "aria-hidden": "true" });
    const circle = svg("circle", { r: item.r || 6, class: item.symbol || "dot" });
    circle.style.color = item.colour;
    if (!(item.symbol || "").includes("missing") && !(item.symbol || "").match(/extent|reach/)) circle.style.fill = item.colour;
    if ((item.symbol || "").match(/extent|reach/)) circle.style.stroke = item.colour;
    drawing.append(circle);
    if (item.dot) {
      const centre = svg("circle", { r: 3, class: "dot" });
      centre.style.fill = item.colour;
      drawing.append(centre);
    }
    return drawing;
  }

  const roomy = (view) => state.map.getSize().x > (view.legend.wide || 700);

  function drawLegend(view) {
    const wasOpen = state.legend ? state.legend.getContainer().querySelector("details").open : roomy(view);
    if (state.legend) state.legend.remove();
    const Legend = L.Control.extend({
      onAdd() {
        const box = el("div", "legend");
        const details = el("details");
        details.open = wasOpen;
        details.append(el("summary", "", view.legend.title));
        for (const part of view.legend.parts) {
          const holder = part.folded ? el("details", "folded") : el("div");
          if (part.folded) holder.open = state.unfolded.has(part.title);
          holder.addEventListener("toggle", () => state.unfolded[holder.open ? "add" : "delete"](part.title));
          if (part.title) holder.append(el(part.folded ? "summary" : "p", "", part.title));
          const list = el("ul");
          for (const item of part.items) {
            const row = el("li");
            row.append(sample(item), el("span", "", item.text));
            list.append(row);
          }
          holder.append(list);
          details.append(holder);
        }
        box.append(details);
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.disableScrollPropagation(box);
        return box;
      },
    });
    state.legend = new Legend({ position: "bottomleft" });
    state.legend.addTo(state.map);
  }

  function drawEmptyNote(view) {
    state.note?.remove();
    state.note = null;
    if (!view.words.empty) return;
    state.note = el("div", "empty-note", view.words.empty);
    state.map.getContainer().append(state.note);
  }

  function reveal(view, before) {
    if (!view.selected || view.selected === before) return;
    const event = view.events.find((e) => e.id === view.selected);
    if (!event) return;
    const wide = state.map.getSize().x > 900;
    state.map.panInside([event.lat, event.lon], { paddingTopLeft: [70, 70], paddingBottomRight: [wide ? 420 : 60, 70] });
  }

  function credit(view) {
    if (state.spoken !== view.language) speak(view.language);
    state.spoken = view.language;
    const text = state.config.words[view.language].attribution;
    if (text === state.credit) return;
    if (state.credit) state.map.attributionControl.removeAttribution(state.credit);
    state.map.attributionControl.addAttribution(text);
    state.credit = text;
  }

  /* Two maps that show the same ground: each tells the other where the reader moved it. */
  const pair = { link: null, following: false, linked: false };
  function follow(view) {
    pair.linked = Boolean(view.linked);
    if (!view.linked || pair.link) return;
    const tab = window.parent.performance.timeOrigin; // another tab is another pair
    pair.link = new BroadcastChannel(`sahel-map-${tab}`);
    pair.link.onmessage = ({ data }) => {
      if (!pair.linked) return;
      pair.following = true;
      state.touched = true;
      state.map.setView(data.centre, data.zoom, { animate: false });
      pair.following = false;
    };
    state.map.on("moveend", () => {
      if (pair.following || !pair.linked || !state.touched) return;
      const { lat, lng } = state.map.getCenter();
      pair.link.postMessage({ centre: [lat, lng], zoom: state.map.getZoom() });
    });
  }

  function show(group, view) {
    group.addTo(state.map);
    state.view = view;
    follow(view);
    state.language = view.language;
    credit(view);
    const many = view.events.length > CANVAS_FROM;
    view.renderer = many ? L.canvas({ padding: 0.3 }) : L.svg({ padding: 0.3 });
    view.extentRenderer = L.svg({ pane: "extents", padding: 0.3 });
    const chosen = view.events.find((e) => e.id === view.selected);
    if (chosen && view.selected !== state.selected) {
      const key = `${chosen.lat},${chosen.lon}`;
      if (view.events.filter((e) => `${e.lat},${e.lon}` === key).length > 1) state.opened = key;
    }
    const draw = () => {
      const { held } = state;
      group.clearLayers();
      if (view.mode === "points") points(group, view);
      else if (view.mode === "clusters") clusters(group, view);
      else if (view.mode === "heat") heat(group, view);
      else if (view.mode === "tiles") tiles(group, view);
      else if (view.mode === "hexagons") hexagons(group, view);
      // Whoever came by the keyboard stays where they were, on a mark that is drawn anew.
      const again = !held || !document.hasFocus() ? null : held.stack ? `[data-stack="${held.stack}"]` : held.event && `path[data-event="${CSS.escape(held.event)}"][tabindex]`;
      if (again) state.map.getContainer().querySelector(again)?.focus({ preventScroll: true });
    };
    state.redraw = draw;
    draw();
    if (state.ready) { shadeUnits(view); placeNames(); } else state.waiting = () => shadeUnits(view);
    drawLegend(view);
    drawEmptyNote(view);
    // A map about one event moves to the next one, wherever the reader had moved it before.
    if (view.focus && String(view.focus) !== state.focus) fit();
    else reveal(view, state.selected);
    state.focus = String(view.focus);
    state.selected = view.selected;
    const box = state.map.getContainer();
    if (!view.levels) box.dataset.level = "";
    box.dataset.events = view.count ?? view.events.length;
    box.dataset.mode = view.mode;
    box.dataset.view = view.digest;
  }

  /* What scripts of other pages draw with. */
  const kit = { el, svg, named, onKey, follow, fetchLayer, loadLevels, drawLegend, drawEmptyNote, placeNames, fit, credit, radius, tip, pick };
  window.SahelMap = { base, show, state, kit };
})();
