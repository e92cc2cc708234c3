// Reads a calendar on stdin with ical.js and node-ical; prints what each saw: [uid, start, status, sequence].
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const text = readFileSync(0, "utf8");
const seconds = (moment) => Math.round(moment.getTime() / 1000);

const component = new ICAL.Component(ICAL.parse(text));
for (const zone of component.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const first = component.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each);
  return [event.uid, seconds(event.startDate.toJSDate()), each.getFirstPropertyValue("status"), event.sequence];
});
const second = Object.values(ical.sync.parseICS(text))
  .filter((each) => each.type === "VEVENT")
  .map((each) => [each.uid, seconds(each.start), each.status, Number(each.sequence)]);

console.log(JSON.stringify({ "ical.js": first, "node-ical": second }));
