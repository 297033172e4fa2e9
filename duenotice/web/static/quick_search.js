// Quick search: the search icon or the / key opens it; without this script the icon leads to its page.
(() => {
  "use strict";
  const open = () => {
    const template = document.getElementById("quick-search");
    if (!template || document.querySelector("dialog.dn-quick")) return false;
    const dialog = template.content.cloneNode(true).querySelector("dialog");
    document.body.append(dialog);
    globalThis.htmx?.process(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
    // A search field keeps the first Escape for itself, to empty itself.
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dialog.close();
    });
    dialog.showModal();
    return true;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-quick-search]") && !event.ctrlKey && !event.metaKey && open()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && open()) event.preventDefault();
  });
})();
