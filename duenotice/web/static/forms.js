// Forms: a second press of a button sends nothing; the summary of errors gets the focus; a part that fails to load says so.
(() => {
  "use strict";
  const SENT = "sent";
  const release = (form) => {
    delete form.dataset[SENT];
    form.removeAttribute("aria-busy");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset[SENT]) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.defaultPrevented) return;
    form.dataset[SENT] = "yes";
    form.setAttribute("aria-busy", "true");
    // A press that answers with a file leaves the page standing.
    setTimeout(() => release(form), 10000);
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });

  // The page may come back from the browser's memory, pressed as it was left.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  const focusErrors = (root) => root.querySelector?.("[data-focus]")?.focus();
  document.addEventListener("DOMContentLoaded", () => focusErrors(document));
  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

  // An open dialog hides the page behind it, so the words stand where they can be seen.
  const tellFailure = () => {
    const alerts = document.querySelector("dialog[open] [data-results]") ?? document.getElementById("alerts");
    const words = document.getElementById("failed-request");
    if (alerts && words) alerts.replaceChildren(words.content.cloneNode(true));
  };
  document.addEventListener("htmx:responseError", tellFailure);
  document.addEventListener("htmx:sendError", tellFailure);
  document.addEventListener("htmx:timeout", tellFailure);

  // A whole page where a part was asked for: the session has ended, and the page to sign in came back.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (/^\s*<!doctype html/i.test(event.detail.serverResponse ?? "")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
})();
