// Thresholds, alarms and who takes them, wallboards: over HTTP.
import { WholeQuery } from '@tandem/contract/api/page.ts';
import {
  AcknowledgeAlarm,
  Alarm,
  AlarmPage,
  NewThreshold,
  Threshold,
  ThresholdPage,
  ThresholdPatch,
} from '@tandem/contract/api/thresholds.ts';
import { NewWallboard, Wallboard, WallboardPage, WallboardPut } from '@tandem/contract/api/wallboards.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { newestFirst, pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Analytics } from './analytics.ts';

const threshold = Type.Object({ id: IdOf('thr') });
const alarm = Type.Object({ id: IdOf('alm') });
const wallboard = Type.Object({ id: IdOf('wbd') });

export function floorRoutes({ thresholds, alarms, wallboards }: Pick<Analytics, 'thresholds' | 'alarms' | 'wallboards'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/thresholds',
      summary: 'Limits of live measures that raise alarms',
      tag: 'kpis',
      action: 'thresholds:read',
      schema: { query: WholeQuery, response: ThresholdPage },
      handle: async ({ caller, query }) => pageOfWhole(await thresholds.list(caller.tenant), query, (each) => each.id),
    }),
    route({
      method: 'POST',
      path: '/thresholds',
      summary: 'Sets limits for a live measure, of the floor or of one queue',
      tag: 'kpis',
      action: 'thresholds:write',
      audit: 'threshold.create',
      errors: ['queue.not-found', 'threshold.unknown-measure', 'threshold.bad-limits', 'threshold.too-many', 'threshold.id-taken'],
      schema: { body: NewThreshold, response: Threshold, status: 201 },
      handle: ({ caller, body }) => thresholds.create(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/thresholds/:id',
      summary: 'Changes limits; an alarm they raised ends',
      tag: 'kpis',
      action: 'thresholds:write',
      audit: 'threshold.change',
      errors: ['threshold.not-found', 'queue.not-found', 'threshold.unknown-measure', 'threshold.bad-limits'],
      schema: { params: threshold, body: ThresholdPatch, response: Threshold },
      handle: ({ caller, params, body }) => thresholds.change(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/thresholds/:id',
      summary: 'Removes limits; an alarm they raised ends',
      tag: 'kpis',
      action: 'thresholds:write',
      audit: 'threshold.remove',
      errors: ['threshold.not-found'],
      schema: { params: threshold, response: null },
      handle: ({ caller, params }) => thresholds.remove(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/alarms',
      summary: 'Alarms that last, and those of the last day that are over; at most 100',
      tag: 'kpis',
      action: 'thresholds:read',
      schema: { query: WholeQuery, response: AlarmPage },
      handle: async ({ caller, query, language }) => pageOfWhole(await alarms.list(caller.tenant, language), query, placeOf),
    }),
    route({
      method: 'POST',
      path: '/alarms/:id/acknowledge',
      summary: 'Takes care of an alarm that lasts; who took it first stays',
      tag: 'kpis',
      action: 'alarms:acknowledge',
      audit: 'alarm.acknowledge',
      errors: ['alarm.not-found', 'alarm.over', 'alarm.got-worse'],
      schema: { params: alarm, body: AcknowledgeAlarm, response: Alarm },
      handle: ({ caller, params, body, language }) => alarms.acknowledge(caller.tenant, params.id, body, actorOf(caller), language),
    }),
    route({
      method: 'GET',
      path: '/wallboards',
      summary: 'The own wallboards and those shared with everybody',
      tag: 'kpis',
      action: 'kpis:read',
      schema: { query: WholeQuery, response: WallboardPage },
      handle: async ({ caller, query }) => pageOfWhole(await wallboards.list(caller), query, (each) => each.id),
    }),
    route({
      method: 'POST',
      path: '/wallboards',
      summary: 'Makes a wallboard; to share it takes the permission wallboards:share',
      tag: 'kpis',
      action: 'kpis:read',
      audit: 'wallboard.create',
      errors: ['threshold.unknown-measure', 'queue.not-found', 'wallboard.too-many', 'wallboard.id-taken'],
      schema: { body: NewWallboard, response: Wallboard, status: 201 },
      handle: ({ caller, body }) => wallboards.create(caller, body),
    }),
    route({
      method: 'PUT',
      path: '/wallboards/:id',
      summary: 'Replaces a wallboard, where nobody else changed it meanwhile',
      tag: 'kpis',
      action: 'kpis:read',
      audit: 'wallboard.change',
      errors: ['wallboard.not-found', 'wallboard.changed', 'threshold.unknown-measure', 'queue.not-found'],
      schema: { params: wallboard, body: WallboardPut, response: Wallboard },
      handle: ({ caller, params, body }) => wallboards.put(caller, params.id, body),
    }),
    route({
      method: 'DELETE',
      path: '/wallboards/:id',
      summary: 'Removes a wallboard',
      tag: 'kpis',
      action: 'kpis:read',
      audit: 'wallboard.remove',
      errors: ['wallboard.not-found'],
      schema: { params: wallboard, response: null },
      handle: ({ caller, params }) => wallboards.remove(caller, params.id).then(() => undefined),
    }),
  ] as Route[];
}

/** Those that last before those that are over, each newest first. */
const placeOf = ({ id, raisedAt, clearedAt }: Alarm): string => `${clearedAt === null ? 0 : 1}${newestFirst({ version: raisedAt })}${id}`;
