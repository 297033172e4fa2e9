// Merge-tag pickers insert at the cursor. Pages without them still work: tags can be typed.
(() => {
  "use strict";
  // Where words stand in several fields, a tag goes to the one that somebody was in last.
  let last = null;
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-takes-tags]")) last = event.target; });
  const show = (root) => root.querySelectorAll("[data-tag-picker][hidden]").forEach((picker) => picker.removeAttribute("hidden"));
  document.addEventListener("DOMContentLoaded", () => show(document));
  document.addEventListener("htmx:load", (event) => show(event.target));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const picker = button.closest("[data-tag-picker]");
    const words = last?.isConnected ? last : document.getElementById(picker.dataset.tagPicker);
    const tag = button.dataset.insert || picker.querySelector("select").value;
    words.setRangeText(tag, words.selectionStart, words.selectionEnd, "end");
    words.focus();
    words.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();

// Lists whose newest line stands at the bottom show it, unless somebody has scrolled up to read.
(() => {
  "use strict";
  const NEAR = 80;
  let atBottom = true;
  const lists = (root) => [...(root.matches?.("[data-bottom]") ? [root] : []), ...root.querySelectorAll("[data-bottom]")];
  const down = (root) => lists(root).forEach((list) => { list.scrollTop = list.scrollHeight; });
  document.addEventListener("DOMContentLoaded", () => down(document));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const list = event.detail.target?.closest?.("[data-bottom]");
    atBottom = !list || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  });
  document.addEventListener("htmx:load", (event) => { if (atBottom) down(event.target); });
})();

// What only counts for some choices of another field is shown only then: data-shown-by names the field, data-shown-for the choices.
(() => {
  "use strict";
  const show = () => document.querySelectorAll("[data-shown-by]").forEach((part) => {
    const chosen = document.getElementById(part.dataset.shownBy);
    if (chosen) part.hidden = !part.dataset.shownFor.split(" ").includes(chosen.value);
  });
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("change", show);
})();
