// Expands the calendar on stdin with ical.js; prints each occurrence: [start, end, status, title], in order.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const component = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of component.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const masters = component.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each, { exceptions: [] }));
const said = (event, start, end) => [
  start.toString(), end.toString(), event.component.getFirstPropertyValue("status"), event.summary,
];
const found = [];
for (const event of masters.filter((each) => !each.isRecurrenceException())) {
  for (const other of masters) {
    if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
  }
  if (!event.isRecurring()) {
    found.push(said(event, event.startDate, event.endDate));
    continue;
  }
  const days = event.iterator();
  for (let day = days.next(); day; day = days.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(day);
    found.push(said(item, startDate, endDate));
  }
}
console.log(JSON.stringify(found.sort()));
