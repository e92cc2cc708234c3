// Reads a calendar on stdin with ical.js or node-ical; prints what it saw: [uid, start, status, is all-day, title].
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const seconds = (moment) => Math.round(moment.getTime() / 1000);

function readByIcalJs(text) {
  const component = new ICAL.Component(ICAL.parse(text));
  for (const zone of component.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return component.getAllSubcomponents("vevent").map((each) => {
    const event = new ICAL.Event(each);
    const status = each.getFirstPropertyValue("status");
    return [event.uid, seconds(event.startDate.toJSDate()), status, event.startDate.isDate, event.summary];
  });
}

function readByNodeIcal(text) {
  return Object.values(ical.sync.parseICS(text))
    .filter((each) => each.type === "VEVENT")
    .map((each) => [each.uid, seconds(each.start), each.status, each.datetype === "date", each.summary]);
}

const read = { "ical.js": readByIcalJs, "node-ical": readByNodeIcal }[process.argv[2]];
console.log(JSON.stringify(read(readFileSync(0, "utf8"))));
