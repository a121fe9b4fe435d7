// What the server says, read with care: a frame of a later version is let pass, and does not stop the page.
import type { ChatLine, ChatState, ChatToPage } from '@tandem/contract/chat.ts';

type Raw = Record<string, unknown>;
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Null where it is no frame this page knows. */
export function readFrame(data: unknown): ChatToPage | null {
  const frame = parsed(data);
  if (!isRaw(frame)) return null;
  switch (frame['kind']) {
    case 'lines':
      return { kind: 'lines', lines: readLines(frame['lines']) };
    case 'accepted':
      return isText(frame['clientId']) && isCount(frame['seq'])
        ? { kind: 'accepted', clientId: frame['clientId'], seq: frame['seq'] }
        : null;
    case 'state': {
      const state = readState(frame['state']);
      return state && { kind: 'state', state };
    }
    case 'typing':
      return isText(frame['name']) ? { kind: 'typing', name: frame['name'] } : null;
    case 'refused':
      return isText(frame['text'])
        ? {
            kind: 'refused',
            clientId: isText(frame['clientId']) ? frame['clientId'] : null,
            code: isText(frame['code']) ? frame['code'] : '',
            text: frame['text'],
          }
        : null;
    default:
      return null;
  }
}

export function readLines(value: unknown): ChatLine[] {
  return Array.isArray(value) ? value.filter(isLine) : [];
}

function isLine(line: unknown): line is ChatLine {
  return isRaw(line) && isCount(line['seq']) && isText(line['id']) && isText(line['from']) && isText(line['text']) && isCount(line['at']);
}

const STAGES: readonly ChatState['stage'][] = ['none', 'waiting', 'agent', 'ended'];

export function readState(value: unknown): ChatState | null {
  if (!isRaw(value)) return null;
  const stage = STAGES.find((each) => each === value['stage']);
  if (stage === undefined) return null;
  const count = (name: string): number | null => (isCount(value[name]) ? value[name] : null);
  return {
    stage,
    agent: isText(value['agent']) ? value['agent'] : null,
    position: count('position'),
    waitSeconds: count('waitSeconds'),
    readUpTo: count('readUpTo') ?? 0,
  };
}

function parsed(data: unknown): unknown {
  try {
    return isText(data) ? (JSON.parse(data) as unknown) : null;
  } catch {
    return null;
  }
}
