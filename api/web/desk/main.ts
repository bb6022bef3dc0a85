// Starts the counsellors' desk.
import { DeskElement } from "./desk-element";
import "../pages/page.css";

customElements.define("gildongmu-desk", DeskElement);
