// What routing is given to match by (stream = queue): whole, so that a replay of the log decides as it was decided.
import { Type } from 'typebox';
import { MatchingFallBack, MatchingState } from '../api/matching.ts';
import { IdOf } from '../ids.ts';
import { Matching } from '../routing.ts';
import { defineEvent } from './define.ts';

/** `matching` null: by longest idle, and `state` and `fallBack` say why. */
const matchingApplied = defineEvent(
  'matching.applied',
  1,
  Type.Object({
    queue: IdOf('que'),
    state: MatchingState,
    fallBack: Type.Union([MatchingFallBack, Type.Null()]),
    matching: Type.Union([Matching, Type.Null()]),
  }),
);

export const MATCHING_EVENTS = [matchingApplied] as const;
