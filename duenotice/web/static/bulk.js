// The boxes of a list: one at the top ticks all of the page, and the button says how many are ticked.
(() => {
  "use strict";
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const all = form.querySelector("[data-tick-all]");
  const boxes = [...form.querySelectorAll("input[name=id]")];
  const button = form.querySelector("[data-ticked]");

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    button.disabled = ticked === 0;
    button.querySelector("[data-count]").textContent = ticked;
  };
  all.closest("[hidden]").hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  form.addEventListener("change", show);
  show();
})();
