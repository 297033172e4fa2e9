// Nobody there for half an hour: the session ends, and the page with what it shows of people gives way to signing in.
(() => {
  "use strict";
  const { idle, stillHere, signOut, signIn } = document.body.dataset;
  if (!idle) return;
  const LIMIT = idle * 1000;
  // Shared by all tabs: who works in one is there in all.
  const SEEN = "duenotice-seen";
  let told = Date.now();
  let seen = told;
  const last = () => Math.max(seen, Number(localStorage.getItem(SEEN)) || 0);

  const notice = () => {
    const now = Date.now();
    if (now - seen > 1000) localStorage.setItem(SEEN, now);
    seen = now;
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    addEventListener(kind, notice, { capture: true, passive: true });
  }

  const leave = async () => {
    document.body.hidden = true;
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    await fetch(signOut, { method: "POST", headers }).catch(() => {});
    location.replace(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
  };

  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last() >= LIMIT) {
      clearInterval(timer);
      leave();
    } else if (last() > told && now - told > LIMIT / 6) {
      told = now;
      fetch(stillHere).catch(() => {});
    }
  }, 5000);
})();
