/* Two helps for who reads a document; without this script the contents and the links work all the same:
   the contents show where the reader is, and a clause's sign copies its address. */
(function () {
  "use strict";
  var contents = document.querySelector("[data-contents]");
  var text = document.querySelector("[data-document]");
  if (!text) return;

  if (contents) {
    var links = {};
    contents.querySelectorAll("a").forEach(function (link) { links[link.hash.slice(1)] = link; });
    var headed = Array.prototype.filter.call(text.querySelectorAll(".clause[id]"), function (clause) { return links[clause.id]; });
    var current = null, waiting = false;
    var follow = function () {
      // The last clause that has come to the top is the one that is read: so is one just jumped to.
      var line = 56, here = null;
      waiting = false;
      headed.forEach(function (clause) { if (clause.getBoundingClientRect().top <= line) here = clause; });
      var link = here && links[here.id];
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      current = link;
      if (!link) return;
      link.setAttribute("aria-current", "location");
      // Within the contents alone: scrollIntoView would move the page under the reader.
      if (contents.scrollHeight > contents.clientHeight) contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
    };
    var soon = function () {
      if (!waiting) { waiting = true; window.requestAnimationFrame(follow); }
    };
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon, { passive: true });
    follow();
    contents.addEventListener("click", function (event) {
      var folded = contents.querySelector("details");
      if (event.target.closest("a") && folded && window.innerWidth < 960) folded.open = false;
    });
  }

  text.addEventListener("click", function (event) {
    var sign = event.target.closest(".anchor");
    if (!sign || !navigator.clipboard) return;
    navigator.clipboard.writeText(sign.href).then(function () {
      sign.setAttribute("data-copied", text.getAttribute("data-copied-text") || "✓");
      window.setTimeout(function () { sign.removeAttribute("data-copied"); }, 2000);
    }, function () { /* refused: the address is in the browser's bar */ });
  });
})();
