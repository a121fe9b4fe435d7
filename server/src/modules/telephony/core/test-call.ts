// A test call over a trunk, folded from what the edge tells of its leg; and which numbers are never called for a test.
import type { Address } from '@tandem/contract/address.ts';
import type { TestCall } from '@tandem/contract/api/test-calls.ts';
import type { EdgeFact, EdgeSignal, LegQuality } from '@tandem/contract/edge.ts';
import type { CallId, TrunkId } from '@tandem/contract/ids.ts';

/** The whole of what is played; its end is told under this name. */
export const PHRASE = 'test-phrase';

export function newTestCall(call: CallId, trunk: TrunkId, number: string, at: number): TestCall {
  const nothing = { cause: null, by: null, sipStatus: null, spoken: false, heard: null, farEnd: null };
  return { call, trunk, number, state: 'trying', steps: [{ state: 'trying', at }], ...nothing };
}

/** Told twice, or late, it stays what it is. */
export function hear(view: TestCall, report: EdgeFact | EdgeSignal): TestCall {
  if (view.state === 'ended') return view;
  switch (report.kind) {
    case 'leg.ringing':
      return view.state === 'trying' ? reached(view, 'ringing', report.at) : view;
    case 'leg.answered':
      return view.state === 'answered' ? view : reached(view, 'answered', report.at);
    case 'quality':
      return sounds(view, report.quality);
    case 'played':
      return { ...view, spoken: view.spoken || (report.play === PHRASE && report.end === 'finished') };
    case 'leg.ended': {
      const { cause, by, sipStatus, quality, at } = report;
      return { ...reached(sounds(view, quality), 'ended', at), cause, by, sipStatus };
    }
    default:
      return view;
  }
}

function reached(view: TestCall, state: TestCall['state'], at: number): TestCall {
  return { ...view, state, steps: [...view.steps, { state, at }] };
}

function sounds(view: TestCall, quality: LegQuality | undefined): TestCall {
  if (quality === undefined || !view.steps.some((step) => step.state === 'answered')) return view;
  const { mos, lossPercent, packetsReceived, remote } = quality;
  return {
    ...view,
    heard: { mos, lossPercent, packets: packetsReceived },
    farEnd: remote && { mos: remote.mos, lossPercent: remote.lossPercent },
  };
}

/** Of the countries that trunks are known in; a call to one of them is never a test. */
const EMERGENCY = new Set(['110', '112', '119', '120', '122', '911', '999', '000']);

export function mayBeTested(address: Address): boolean {
  switch (address.kind) {
    case 'e164':
      return true;
    case 'service':
      return !EMERGENCY.has(address.digits);
    case 'extension':
      return !EMERGENCY.has(address.extension.replaceAll(/[^0-9]/g, ''));
    case 'unknown':
      return false;
  }
}
