/* What pages need of the browser and Streamlit does not offer. Every word on screen comes from the
 * page: buttons are known by the keys that Python gave them.
 */
(() => {
  "use strict";
  const within = (target, key) => target.closest && target.closest(`.st-key-${key} button`);

  function tell() {
    const said = document.querySelector(".copied");
    if (!said) return;
    said.textContent = said.dataset.words;
    setTimeout(() => { said.textContent = ""; }, 2500);
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      tell();
    } catch {
      // Without https there is no clipboard: the address is shown, selected, to be copied by hand.
      prompt("", location.href);
    }
  }

  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  document.addEventListener("click", (event) => {
    if (within(event.target, "copy-link")) copy();
    if (within(event.target, "full-screen")) fill();
  });

  // Arrow keys tell a story on, except where they mean something else already.
  const OWN_KEYS = "input, textarea, select, [contenteditable=true], [role=slider], [role=radio], [role=tab], [role=grid], [role=combobox], [role=listbox], [role=spinbutton]";
  const STEPS = { ArrowLeft: "back", ArrowRight: "on" };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const plain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (!step || !plain || event.defaultPrevented || event.target.closest?.(OWN_KEYS)) return;
    document.querySelector(`.st-key-story-${step} a`)?.click();
  });

  // The language of the page follows what its script says of it; asked once a picture, however
  // many changes came in between.
  let due = false;
  const follow = () => {
    due = false;
    const said = document.querySelector("[data-page-language]")?.dataset.pageLanguage;
    if (said && document.documentElement.lang !== said) document.documentElement.lang = said;
  };
  new MutationObserver(() => {
    if (!due) requestAnimationFrame(follow);
    due = true;
  }).observe(document.documentElement, { childList: true, subtree: true });
  follow();
})();
