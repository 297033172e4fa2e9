// Menus: a button shows and hides the list beside it. Escape closes it and gives the button back its focus, arrows walk through it. Tabs, too.
(() => {
  "use strict";
  const buttonOf = (menu) => menu.querySelector(".dn-menu__button");
  const isOpen = (menu) => buttonOf(menu).getAttribute("aria-expanded") === "true";
  const set = (menu, open) => buttonOf(menu).setAttribute("aria-expanded", String(open));
  const openMenus = () => [...document.querySelectorAll("[data-menu]")].filter(isOpen);

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(".dn-menu__button");
    const menu = event.target.closest("[data-menu]");
    for (const other of openMenus()) if (other !== menu) set(other, false);
    if (pressed && menu) set(menu, !isOpen(menu));
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("[data-menu]");
    if (!menu) return;
    if (event.key === "Escape" && isOpen(menu)) {
      set(menu, false);
      buttonOf(menu).focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      set(menu, true);
      const items = [...menu.querySelectorAll(".dn-menu__list a, .dn-menu__list button")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const here = items.indexOf(document.activeElement);
      const next = here < 0 ? (step > 0 ? 0 : items.length - 1) : (here + step + items.length) % items.length;
      items[next]?.focus();
      event.preventDefault();
    }
  });

  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("[data-menu]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) set(menu, false);
  });

  // On a phone the tabs go on beyond the edge: the one of this page comes into sight.
  for (const here of document.querySelectorAll(".dn-tabs__link[aria-current]")) {
    const tabs = here.closest(".dn-tabs__list");
    tabs.scrollLeft += here.getBoundingClientRect().right - tabs.getBoundingClientRect().right + 48;
  }
})();
