/* Keeps the page of a build's stages up to date while the build runs. Without it, the page shows how far it was. */
(function () {
  "use strict";

  const PERIOD = 3000;
  const PART = "data-sdk-part";

  let live = document.querySelector(".sdk-live");
  /* As they were sent: Jenkins' own scripts change what is on the page. */
  let before = new Map();

  function parts(root) {
    const found = new Map();
    root.querySelectorAll("[" + PART + "]").forEach(function (part) {
      found.set(part.getAttribute(PART), part);
    });
    return found;
  }

  function replace(old, by) {
    old.replaceWith(by);
    Behaviour.applySubtree(by, true);
  }

  function show(sent) {
    const there = parts(live);
    const now = parts(sent);
    const html = new Map();
    now.forEach(function (part, name) {
      html.set(name, part.outerHTML);
    });
    live.dataset.running = sent.dataset.running;
    if (Array.from(there.keys()).join() === Array.from(now.keys()).join()) {
      now.forEach(function (part, name) {
        const old = before.has(name) ? before.get(name) : there.get(name).outerHTML;
        if (old !== html.get(name)) {
          replace(there.get(name), part);
        }
      });
    } else {
      replace(live, sent);
      live = sent;
    }
    before = html;
  }

  function again() {
    if (live.dataset.running === "true") {
      setTimeout(update, PERIOD);
    }
  }

  function update() {
    if (document.hidden) {
      again();
      return;
    }
    fetch(live.dataset.url)
      .then(function (response) {
        if (response.status === 403 || response.status === 404) {
          live.dataset.running = "false";
        }
        return response.ok ? response.text() : null;
      })
      .then(function (text) {
        if (text !== null) {
          const sent = new DOMParser().parseFromString(text, "text/html").querySelector(".sdk-live");
          /* A page to log in at has none. */
          if (sent === null) {
            live.dataset.running = "false";
          } else {
            show(sent);
          }
        }
      })
      .catch(function () {
        /* Jenkins may be about to start again. */
      })
      .then(again);
  }

  again();
})();
