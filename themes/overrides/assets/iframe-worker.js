/* Browsers start no worker from file://: the search's runs in a hidden frame there, with the messages of a worker. */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  function FrameWorker(url) {
    var worker = new EventTarget(), frame = document.createElement("iframe"), waiting = [];
    function deliver(data) { frame.contentWindow.dispatchEvent(new MessageEvent("message", { data: data })); }
    worker.postMessage = function (data) { if (waiting) waiting.push(data); else deliver(data); };
    worker.terminate = function () { frame.remove(); };
    frame.hidden = true;
    frame.onload = function () {
      var inside = frame.contentWindow;
      inside.postMessage = function (data) { worker.dispatchEvent(new MessageEvent("message", { data: data })); };
      inside.importScripts = function () {
        return Array.prototype.reduce.call(arguments, function (before, one) {
          return before.then(function () { return load(inside, one); });
        }, Promise.resolve());
      };
      load(inside, url).then(function () { waiting.forEach(deliver); waiting = null; });
    };
    document.documentElement.appendChild(frame);
    return worker;
  }
  function load(inside, url) {
    return new Promise(function (done, failed) {
      var script = inside.document.createElement("script");
      script.src = url;
      script.onload = done;
      script.onerror = failed;
      inside.document.head.appendChild(script);
    });
  }
  window.Worker = window.IFrameWorker = FrameWorker; // by the second name the worker knows that it runs in a frame
})();
