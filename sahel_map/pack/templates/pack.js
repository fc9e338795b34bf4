/* Makes the maps of the file when they near the screen, shows what is clicked, and turns the leaves.
 * All text of the data reaches the page through textContent. */
(() => {
  "use strict";
  const pack = JSON.parse(document.getElementById("pack").textContent);
  const root = document.documentElement;
  const AHEAD = 12; // maps that are made before anybody nears them: paper shows those that are there

  const el = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  };
  const worded = (tag, className, text) => {
    const node = el(tag, className, text);
    node.dir = "auto";
    return node;
  };

  /* Leaves */
  const leaves = [...document.querySelectorAll(".leaf")].map((section) => ({
    section,
    panel: section.querySelector(".details"),
    hint: section.querySelector(".hint"),
    opener: null,
    maps: [],
    ...pack.leaves[Number(section.dataset.leaf)],
  }));

  /* Maps: each in a frame of its own, since the map script keeps one state a document. */
  const maps = [];
  for (const leaf of leaves) {
    for (const figure of leaf.section.querySelectorAll(".map")) {
      const map = { leaf, figure, holder: figure.querySelector(".frame"), frame: null, drawn: null, selected: undefined,
        ...leaf.drawings[Number(figure.dataset.at)] };
      map.done = new Promise((resolve) => { map.drawn = resolve; });
      leaf.maps.push(map);
      maps.push(map);
    }
  }

  function frameText() {
    const { styles, scripts } = pack.shared;
    const safe = (text) => text.replace(/<\/(script|style)/gi, "<\\/$1");
    return `<!doctype html><html lang="${pack.language}"><head><meta charset="utf-8"><title>Sahel Map</title>`
      + `<meta name="viewport" content="width=device-width"><style>${[...styles, pack.look].map(safe).join("\n")}</style></head>`
      + `<body><div id="map_div"></div>${scripts.map((text) => `<script>${safe(text)}</` + "script>").join("")}</body></html>`;
  }

  let text = null;
  function make(map) {
    if (map.frame) return;
    text ??= frameText();
    map.frame = el("iframe");
    map.frame.title = map.holder.dataset.title;
    map.frame.srcdoc = text;
    map.holder.replaceChildren(el("p", "waiting", pack.words.drawing), map.frame);
  }

  const to = (map, what) => map.frame?.contentWindow?.postMessage(what, "*");

  addEventListener("message", ({ source, data }) => {
    const map = maps.find((known) => known.frame && known.frame.contentWindow === source);
    if (!map || !data) return;
    if (data.ready) {
      to(map, { start: { name: map.function, view: map.view, config: pack.shared.config, selected: map.selected } });
    } else if (data.drawn) {
      map.figure.dataset.drawn = "yes";
      map.holder.querySelector(".waiting")?.remove();
      map.drawn();
    } else if (data.moved) {
      for (const other of map.leaf.maps) if (other !== map) to(other, { moved: data.moved });
    } else if (data.chosen) {
      for (const kind of ["event", "corridor", "siege", "agreement"]) {
        if (typeof data.chosen[kind] === "string") open(map.leaf, kind, data.chosen[kind], map.frame);
      }
    }
  });

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) make(maps.find((map) => map.figure === entry.target));
  }, { rootMargin: "600px 0px" });
  for (const map of maps) near.observe(map.figure);

  async function makeAhead() {
    for (const map of maps.slice(0, AHEAD)) {
      await new Promise((resolve) => (window.requestIdleCallback || setTimeout)(resolve));
      make(map);
      await map.done;
    }
  }
  addEventListener("load", () => setTimeout(makeAhead, 500));

  /* Details */
  function source(number) {
    const about = pack.sources[number];
    const item = worded("li");
    item.append(el("b", "", about.publisher), about.author ? `, ${about.author}` : "", `, ${about.published}. `);
    if (about.url) {
      const link = el("a", "", about.title);
      Object.assign(link, { href: about.url, target: "_blank", rel: "noopener noreferrer" });
      item.append(link);
    } else item.append(el("cite", "", about.title));
    item.append(" ", el("small", "", `(${[about.kind, about.origin].filter(Boolean).join(", ")})`));
    return item;
  }

  function list([heading, rows]) {
    const parts = heading ? [el("h4", "", heading)] : [];
    const named = rows.filter(([name]) => name);
    for (const [name, value] of rows) if (!name) parts.push(worded("p", "", value));
    if (!named.length) return parts;
    const box = el("dl");
    for (const [name, value] of named) box.append(el("dt", "", name), worded("dd", "", value));
    return [...parts, box];
  }

  function card(about) {
    const box = el("div", "card");
    if (about.kind) {
      const kind = el("p", "kind");
      const mark = el("i");
      mark.style.background = about.colour;
      kind.append(mark, about.kind);
      box.append(kind);
    }
    const title = worded("h3", "", about.title);
    title.tabIndex = -1;
    box.append(title);
    if (about.when) box.append(worded("p", "when", about.when));
    for (const line of about.lines || []) box.append(worded("p", "", line));
    for (const note of about.notes || []) box.append(worded("p", "warned", note));
    if (about.text) box.append(worded("p", "told", about.text));
    if (about.strong) box.append(worded("p", "strong", about.strong));
    for (const part of about.lists || []) box.append(...list(part));
    if (about.sources?.length) {
      const sources = el("ol", "sources");
      sources.append(...about.sources.map(source));
      box.append(el("h4", "", pack.words.sources), sources);
    }
    return box;
  }

  function mark(leaf, kind, id, opener) {
    for (const map of leaf.maps) {
      if (kind !== (map.function === "roads" ? "corridor" : "event")) continue;
      map.selected = id;
      to(map, { select: id, here: map.frame === opener });
    }
  }

  function close(leaf) {
    leaf.panel.replaceChildren(leaf.hint);
    leaf.panel.classList.remove("open");
    for (const map of leaf.maps) {
      if (map.selected === undefined) continue;
      map.selected = undefined;
      to(map, { select: undefined });
    }
    leaf.opener?.focus();
  }

  function open(leaf, kind, id, opener) {
    const number = leaf.details[kind]?.[id];
    if (number === undefined || !leaf.panel) return;
    leaf.opener = opener;
    const shut = el("button", "close");
    shut.type = "button";
    shut.textContent = "×";
    shut.setAttribute("aria-label", pack.words.close);
    shut.title = pack.words.close;
    shut.addEventListener("click", () => close(leaf));
    leaf.panel.replaceChildren(shut, card(pack.cards[number]));
    leaf.panel.classList.add("open");
    leaf.panel.dataset.shown = `${kind} ${id}`;
    leaf.panel.scrollTop = 0;
    mark(leaf, kind, id, opener);
    leaf.panel.scrollIntoView({ block: "nearest" });
    if (opener.tagName === "BUTTON") leaf.panel.querySelector("h3").focus({ preventScroll: true });
  }

  for (const leaf of leaves) {
    if (leaf.panel) leaf.panel.hidden = false;
    leaf.section.addEventListener("click", (click) => {
      const button = click.target.closest("button[data-event]");
      if (button) open(leaf, "event", button.dataset.event, button);
    });
    leaf.section.addEventListener("keydown", (press) => {
      if (press.key === "Escape" && leaf.panel?.contains(press.target)) close(leaf);
    });
  }

  /* Turning the leaves */
  const bar = document.getElementById("bar");
  const where = document.getElementById("where");
  const steps = document.querySelector(".steps");
  let held = null; // a short last leaf cannot come to the top: until the reader scrolls, it is where he went

  function at() {
    if (held !== null) return held;
    const line = bar.offsetHeight + innerHeight * 0.3;
    return leaves.findLastIndex(({ section }) => section.getBoundingClientRect().top <= line);
  }

  function place() {
    if (!where) return;
    const now = at();
    bar.classList.toggle("inside", now >= 0);
    const [count, title] = now < 0 ? ["", ""] : [
      pack.words.place.replace("{n}", now + 1).replace("{total}", leaves.length),
      leaves[now].section.querySelector("h2 span").textContent];
    where.replaceChildren(el("b", "", count), " ", worded("span", "", title));
    steps.querySelector('[data-step="-1"]').disabled = now < 0;
    steps.querySelector('[data-step="1"]').disabled = now >= leaves.length - 1;
  }

  function turn(step) {
    const target = Math.min(Math.max(at() + step, -1), leaves.length - 1);
    const section = target < 0 ? document.getElementById("contents") : leaves[target].section;
    held = target;
    history.replaceState(null, "", `#${section.id}`);
    section.scrollIntoView();
    (section.querySelector("h2[tabindex]") || section).focus({ preventScroll: true });
    place();
  }

  if (leaves.length) {
    steps.hidden = false;
    steps.addEventListener("click", (click) => {
      const button = click.target.closest("[data-step]");
      if (button) turn(Number(button.dataset.step));
    });
    for (const kind of ["wheel", "touchmove", "pointerdown", "hashchange"]) {
      addEventListener(kind, () => { held = null; }, { passive: true });
    }
    steps.addEventListener("pointerdown", (press) => press.stopPropagation());
    addEventListener("keydown", (press) => {
      if (press.defaultPrevented || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return;
      if (press.target.closest?.("input, textarea, select, iframe, .scroll, [contenteditable]")) return;
      if (press.key === "ArrowRight") turn(1);
      else if (press.key === "ArrowLeft") turn(-1);
      else { held = null; return; }
      press.preventDefault();
    });
    addEventListener("scroll", () => requestAnimationFrame(place), { passive: true });
    addEventListener("resize", place);
    place();
  }

  /* Paper */
  function paper(on) {
    root.classList.toggle("paper", on);
    for (const map of maps) map.frame?.contentWindow?.onPaper?.(on);
  }
  const all = () => { for (const map of maps) make(map); };
  addEventListener("beforeprint", () => { all(); paper(true); });
  addEventListener("afterprint", () => paper(false));
  document.getElementById("print")?.addEventListener("click", async (click) => {
    const button = click.target;
    button.disabled = true;
    all();
    const patience = new Promise((resolve) => setTimeout(resolve, 30000));
    await Promise.race([Promise.all(maps.map((map) => map.done)), patience]);
    button.disabled = false;
    window.print();
  });

  /* Citation */
  const copy = document.getElementById("copy");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const words = document.getElementById("citation");
    try {
      await navigator.clipboard.writeText(words.textContent);
    } catch {
      getSelection().selectAllChildren(words);
      document.execCommand("copy");
    }
    document.getElementById("copied").textContent = pack.words.copied;
  });
})();
