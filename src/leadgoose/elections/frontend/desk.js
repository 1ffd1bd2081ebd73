// The count desk in a room. Every screen is a plain form that works without this file; here is what a room wants besides: live numbers,
// ballots tapped through, no loss when the power or the network goes.
import { keepForms } from "./forms.js";
import { followRoll, askReasons } from "./roll.js";
import { startTally } from "./tally.js";
import { keepPages, watchNetwork } from "./network.js";

keepForms();
followRoll();
askReasons();
startTally();
watchNetwork();
keepPages();
