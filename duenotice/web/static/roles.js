// The boxes of a role: one that others imply is ticked, cannot be unticked, and says that it is included.
(() => {
  "use strict";
  const boxes = [...document.querySelectorAll("[data-ticks] input[type=checkbox]")];
  const shut = new Set(boxes.filter((box) => box.disabled));

  const show = () => {
    const implied = new Set(boxes.filter((box) => box.checked && box.dataset.implies).map((box) => box.dataset.implies));
    for (const box of boxes) {
      const included = implied.has(box.id);
      if (included) box.checked = true;
      box.disabled = included || shut.has(box);
      box.parentElement.querySelector("[data-included]").hidden = !included;
    }
  };
  document.addEventListener("change", show);
  show();
})();
