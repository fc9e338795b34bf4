/* Draws the roads of a day. Python sends statuses and words; the lines come by address, once.
 *
 * SahelMap.roads(group, view)   at every change of day, road or view
 *
 * A leg that several roads share is drawn once, in the gravest of their statuses.
 */
(() => {
  "use strict";
  const { state, kit } = window.SahelMap;
  const { el } = kit;
  const net = { legs: null, waiting: null, clicks: Date.now(), posts: [] };
  const GLOW = 16;

  async function load() {
    if (net.legs) return;
    net.legs = new Map();
    const lines = await kit.fetchLayer("corridors.geojson");
    const map = state.map;
    const casing = L.svg({ pane: "casing", padding: 0.4 });
    const roads = L.svg({ pane: "roads", padding: 0.4 });
    for (const feature of lines.features) {
      const p = feature.properties;
      const known = net.legs.get(p.leg_id);
      if (known) { known.corridors.push(p.corridor_id); continue; }
      const latlngs = feature.geometry.coordinates.map(([lon, lat]) => [lat, lon]);
      const guessed = p.alignment === "low" && p.drawn === "schematic";
      const leg = { id: p.leg_id, corridors: [p.corridor_id], ends: [p.from_place, p.to_place], latlngs };
      if (guessed) leg.hatch = L.polyline(latlngs, { renderer: casing, interactive: false, className: "road-hatch", weight: 15, lineCap: "butt" }).addTo(map);
      leg.under = L.polyline(latlngs, { renderer: casing, interactive: false, className: "road-casing", lineCap: "butt" }).addTo(map);
      leg.line = L.polyline(latlngs, { renderer: roads, className: "road", lineCap: "butt", bubblingMouseEvents: false }).addTo(map);
      // A wider, unseen line takes the clicks: thin lines are hard to hit with a finger.
      leg.touch = L.polyline(latlngs, { renderer: roads, weight: 16, opacity: 0, className: "road-touch", bubblingMouseEvents: false }).addTo(map);
      leg.touch.on("click", () => pickRoad(leg));
      leg.touch.bindTooltip(() => roadTip(leg), { className: "tip", sticky: true });
      net.legs.set(p.leg_id, leg);
    }
    map.getContainer().dataset.roads = net.legs.size;
  }

  const rank = (view, id) => view.order.indexOf(view.roads[id].status);

  function gravest(leg, view) {
    const mine = leg.corridors.filter((id) => view.roads[id]);
    return mine.sort((a, b) => rank(view, a) - rank(view, b) || Number(view.roads[a].stale) - Number(view.roads[b].stale))[0];
  }

  function roadTip(leg) {
    const view = net.view;
    const node = el("div");
    node.append(el("span", "", view.words.leg.replace("{a}", view.places[leg.ends[0]] || leg.ends[0]).replace("{b}", view.places[leg.ends[1]] || leg.ends[1])));
    const mine = leg.corridors.filter((id) => view.roads[id]).sort((a, b) => rank(view, a) - rank(view, b));
    for (const id of mine) {
      const road = view.roads[id];
      node.append(el("b", "", `${road.name}: ${view.styles[road.status].label}`));
      if (mine.length < 3) node.append(el("span", "", road.reason));
    }
    return node;
  }

  function send(value) {
    net.clicks += 1;
    if (window.Streamlit) window.Streamlit.setComponentValue({ ...value, click: net.clicks });
  }

  function pickRoad(leg) {
    const view = net.view;
    const mine = leg.corridors.filter((id) => view.roads[id]).sort((a, b) => rank(view, a) - rank(view, b));
    // A second click on a shared stretch goes on to the next road that uses it.
    const next = mine[(mine.indexOf(view.selected) + 1) % mine.length];
    if (next) send({ corridor: next });
  }

  function styleLegs(view) {
    for (const leg of net.legs.values()) {
      const first = gravest(leg, view);
      const shown = first !== undefined && view.lines;
      const road = first && view.roads[first];
      const mine = view.selected && leg.corridors.includes(view.selected);
      const own = mine ? view.roads[view.selected] : road;
      const style = own && view.styles[own.status];
      const fade = view.selected && !mine;
      for (const part of [leg.line, leg.under, leg.touch, leg.hatch]) {
        if (part?._path) part._path.style.display = shown ? "" : "none";
      }
      if (!shown) continue;
      leg.line.setStyle({ color: style.colour, weight: style.weight + (mine ? 2 : 0), dashArray: style.dash || null, opacity: own.stale ? 0.5 : fade ? 0.55 : 1 });
      leg.under.setStyle({ weight: style.weight + (mine ? 6 : 2.4), opacity: own.status === "no_data" && !mine ? 0.35 : 1 });
      leg.under._path?.classList.toggle("chosen-road", Boolean(mine));
      if (leg.line._path) {
        Object.assign(leg.line._path.dataset, { leg: leg.id, status: own.status, stale: own.stale ? "1" : "" });
        leg.line._path.classList.toggle("stale", own.stale);
      }
      if (mine) { leg.under.bringToFront(); leg.line.bringToFront(); leg.touch.bringToFront(); }
    }
  }

  function lines(node, texts) {
    for (const [i, text] of texts.entries()) if (text) node.append(el(i ? "span" : "b", "", text));
    return node;
  }

  function bind(layer, texts) {
    layer.bindTooltip(() => lines(el("div"), texts), { className: "tip", direction: "top", offset: [0, -8] });
    return layer;
  }

  function symbol(group, at, drawing, texts, size) {
    const html = kit.named(drawing, texts.filter(Boolean).join(". "));
    const icon = L.divIcon({ html, className: "symbol", iconSize: [size, size] });
    return L.marker(at, { icon, pane: "marks", keyboard: true, bubblingMouseEvents: false }).addTo(group);
  }

  function picture(path, className, size) {
    const drawing = kit.svg("svg", { width: size, height: size, viewBox: "-9 -9 18 18", "aria-hidden": "true" });
    drawing.append(kit.svg("path", { d: path, class: className }));
    return drawing;
  }

  function draw(group, view) {
    const over = L.svg({ padding: 0.3 });
    const bands = L.svg({ pane: "bands", padding: 0.3 });
    for (const band of view.band) {
      L.polygon(band.rings.map((ring) => ring.map(([lon, lat]) => [lat, lon])), { renderer: bands, interactive: false, className: `band ${band.guessed ? "guessed" : ""}`, weight: 1 }).addTo(group);
    }
    for (const [coords, heat] of view.glow) {
      L.polyline(coords.map(([lon, lat]) => [lat, lon]), { renderer: bands, interactive: false, className: "glow", weight: GLOW, opacity: Math.min(0.75, 0.18 + 0.2 * heat) }).addTo(group);
    }
    for (const siege of view.sieges) {
      const ring = L.circleMarker([siege.lat, siege.lon], { renderer: over, radius: 13, className: `siege ${siege.state}`, bubblingMouseEvents: false });
      bind(ring, siege.texts).on("click", () => send({ siege: siege.id })).addTo(group);
      if (ring._path) ring._path.dataset.siege = siege.id;
      const core = L.circleMarker([siege.lat, siege.lon], { renderer: over, radius: 3.4, className: `siege-core ${siege.state}`, interactive: false });
      core.addTo(group);
    }
    for (const event of view.events) {
      const dot = L.circleMarker([event.lat, event.lon], { renderer: over, radius: event.counted ? 6 : 5, className: event.counted ? "dot" : "dot missing", fillColor: event.counted ? event.colour : undefined, color: event.counted ? undefined : event.colour, bubblingMouseEvents: false });
      bind(dot, event.texts).on("click", () => send({ event: event.id }));
      dot.addTo(group);
      if (dot._path) {
        // As styles: the stylesheet would overrule attributes.
        dot._path.style.color = event.colour;
        dot._path.style[event.counted ? "fillOpacity" : "strokeOpacity"] = event.fade;
        dot._path.dataset.event = event.id;
      }
    }
    for (const post of view.posts) bind(symbol(group, [post.lat, post.lon], picture(view.marks.post, "post", 16), post.texts, 24), post.texts);
    for (const deal of view.agreements) {
      const marker = bind(symbol(group, [deal.lat, deal.lon], picture(view.marks[deal.mark], `deal ${deal.mark}`, 20), deal.texts, 24), deal.texts);
      marker.on("click", () => send({ agreement: deal.id }));
      kit.onKey(marker.getElement(), () => send({ agreement: deal.id }));
      marker.getElement()?.setAttribute("data-agreement", deal.id);
    }
  }

  async function roads(group, view) {
    group.addTo(state.map);
    state.view = view;
    state.language = view.language;
    net.view = view;
    kit.credit(view);
    kit.drawLegend(view);
    kit.drawEmptyNote(view);
    if (String(view.focus) !== state.focus) kit.fit();
    state.focus = String(view.focus);
    draw(group, view);
    if (state.ready) kit.placeNames();
    await load();
    if (net.view !== view) return;
    styleLegs(view);
    const box = state.map.getContainer();
    box.dataset.view = view.digest;
    box.dataset.day = view.day;
    box.dataset.drawn = "roads";
  }

  window.SahelMap.roads = roads;
})();
