// The one file that another site loads: defines <gildongmu-chat> and mounts it where the script element asks.
import { ChatElement } from "./chat-element";
import { mountFromScript } from "./script-tag";

if (!customElements.get("gildongmu-chat")) {
  customElements.define("gildongmu-chat", ChatElement);
  mountFromScript();
}
