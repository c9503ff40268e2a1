/* Two helps for who defines; without this script a button changes the type, and a code left empty is proposed when saved:
   another type is asked for at once, and a code is proposed while the name is typed. */
(function () {
  "use strict";
  var change = document.querySelector("button[name=switch]");
  var kind = document.getElementById("id_kind");
  if (change && kind) {
    change.hidden = true;
    kind.addEventListener("change", function () { change.form.requestSubmit(change); });
  }

  document.querySelectorAll("[data-propose]").forEach(function (place) {
    var code = place.querySelector("input");
    var name = document.getElementById(place.getAttribute("data-from"));
    var waiting = null, isOwn = code.value !== "";
    if (!name) return;
    code.addEventListener("input", function () { isOwn = code.value !== ""; });
    name.addEventListener("input", function () {
      window.clearTimeout(waiting);
      if (!isOwn) waiting = window.setTimeout(propose, 300);
    });
    function propose() {
      var address = new URL(place.getAttribute("data-propose"), window.location);
      address.searchParams.set("label", name.value);
      fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : { code: "" }; })
        .then(function (told) { if (!isOwn) code.value = told.code; }, function () { /* then it is proposed when saved */ });
    }
  });
})();
