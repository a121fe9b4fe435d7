// Opening hours over HTTP.
import { Type } from 'typebox';
import {
  CalendarFile,
  CalendarFound,
  Hours,
  HoursNow,
  HoursPage,
  HoursPatch,
  HoursPreview,
  HoursToPreview,
  NewHours,
} from '@tandem/contract/api/hours.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import type { Directory } from './directory.ts';

/** A megabyte of text, and what JSON adds to it. */
const CALENDAR_BYTES = 2_500_000;
const params = Type.Object({ id: IdOf('hrs') });

export function hoursRoutes(directory: Directory): Route[] {
  return [
    route({
      method: 'GET',
      path: '/hours',
      summary: 'All opening hours',
      tag: 'hours',
      action: 'queues:read',
      schema: { query: WholeQuery, response: HoursPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.hours(caller.tenant), query, (each) => each.key),
    }),
    route({
      method: 'POST',
      path: '/hours',
      summary: 'Adds opening hours',
      tag: 'hours',
      action: 'queues:write',
      audit: 'hours.create',
      errors: ['hours.exists', 'hours.unreadable'],
      schema: { body: NewHours, response: Hours, status: 201 },
      handle: ({ caller, body }) => directory.createHours(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'POST',
      path: '/hours/preview',
      summary: 'What opening hours come to on each day of twelve months, without keeping them',
      tag: 'hours',
      action: 'queues:read',
      schema: { body: HoursToPreview, response: HoursPreview },
      handle: ({ body }) => Promise.resolve(directory.previewHours(body)),
    }),
    route({
      method: 'POST',
      path: '/hours/calendar',
      summary: 'Reads a calendar file: the special days in it, and which events are left out and why. Nothing is kept',
      tag: 'hours',
      action: 'queues:write',
      errors: ['hours.no-calendar', 'hours.unreadable'],
      bodyLimit: CALENDAR_BYTES,
      schema: { body: CalendarFile, response: CalendarFound },
      handle: ({ body }) => Promise.resolve(directory.readCalendar(body)),
    }),
    route({
      method: 'GET',
      path: '/hours/:id',
      summary: 'One set of opening hours',
      tag: 'hours',
      action: 'queues:read',
      errors: ['hours.not-found'],
      schema: { params, response: Hours },
      handle: ({ caller, params: { id } }) => directory.hoursById(caller.tenant, id),
    }),
    route({
      method: 'PATCH',
      path: '/hours/:id',
      summary: 'Changes opening hours, or says by hand that it is open or closed until a time',
      tag: 'hours',
      action: 'queues:write',
      audit: 'hours.change',
      errors: ['hours.not-found', 'hours.unreadable'],
      schema: { params, body: HoursPatch, response: Hours },
      handle: ({ caller, params: { id }, body }) => directory.changeHours(caller.tenant, id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/hours/:id',
      summary: 'Takes opening hours away that no flow names; "errors" tells the flows',
      tag: 'hours',
      action: 'queues:write',
      audit: 'hours.delete',
      errors: ['hours.not-found', 'hours.in-use'],
      schema: { params, response: Hours },
      handle: ({ caller, params: { id } }) => directory.deleteHours(caller.tenant, id, actorOf(caller)),
    }),
    route({
      method: 'GET',
      path: '/hours/:id/now',
      summary: 'Whether it is open at this moment, and what decides',
      tag: 'hours',
      action: 'queues:read',
      errors: ['hours.not-found'],
      schema: { params, response: HoursNow },
      handle: ({ caller, params: { id } }) => directory.hoursNow(caller.tenant, id),
    }),
  ] as Route[];
}
