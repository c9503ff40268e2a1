/* Two helps for the reader; without this script both are plain links.
   Loaded in the head, so that large text is large before anything is painted. */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "hutong-text";

  function kept() {
    try { return localStorage.getItem(KEY) === "large"; } catch (refused) { return false; }
  }

  function keep(isLarge) {
    try { isLarge ? localStorage.setItem(KEY, "large") : localStorage.removeItem(KEY); } catch (refused) { /* for this page only */ }
  }

  function show(isLarge) {
    root.toggleAttribute("data-large", isLarge);
  }

  show(kept());

  document.addEventListener("DOMContentLoaded", function () {
    var size = document.querySelector("[data-text-size]");
    if (size) {
      size.setAttribute("role", "button");
      size.setAttribute("aria-pressed", String(root.hasAttribute("data-large")));
      var turn = function (event) {
        event.preventDefault();
        var isLarge = !root.hasAttribute("data-large");
        show(isLarge);
        keep(isLarge);
        size.setAttribute("aria-pressed", String(isLarge));
      };
      size.addEventListener("click", turn);
      size.addEventListener("keydown", function (event) { if (event.key === " ") turn(event); });
    }

    var exit = document.querySelector("[data-quick-exit]");
    if (!exit) return;
    // Blank first: the next page may take a moment. `replace` leaves no way back to this one.
    var leave = function (event) {
      if (event) event.preventDefault();
      root.setAttribute("data-left", "");
      document.title = "…";
      window.location.replace(exit.href);
    };
    exit.addEventListener("click", leave);
    var before = 0;
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") { before = 0; return; }
      if (before && event.timeStamp - before < 1500) leave();
      before = event.timeStamp;
    });
    // Come back from the browser's memory: the page is there again, whole.
    window.addEventListener("pageshow", function () { root.removeAttribute("data-left"); });
  });
})();
