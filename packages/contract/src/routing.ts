// Words of routing that cross a wire: kinds of work by what they ask of an agent, and who of those who fit is asked first.
import { Type, type Static } from 'typebox';

/** By what it asks of a person's attention, not by whose network it came: a web chat and WeChat are both `chat`. */
export const WorkChannel = Type.Union([Type.Literal('voice'), Type.Literal('chat'), Type.Literal('email'), Type.Literal('task')]);
export type WorkChannel = Static<typeof WorkChannel>;
export const WORK_CHANNELS: readonly WorkChannel[] = ['voice', 'chat', 'email', 'task'];

/**
 * `longest-idle` (Asterisk: leastrecent), `least-occupied` by share of time at work, `fewest-contacts` since ready, `round-robin` with memory (rrmemory),
 * `linear` in the order of the members, `random` with equal chances, `best-skill` by level of what is needed and wished for.
 */
export const AgentOrder = Type.Union([
  Type.Literal('longest-idle'),
  Type.Literal('least-occupied'),
  Type.Literal('fewest-contacts'),
  Type.Literal('round-robin'),
  Type.Literal('linear'),
  Type.Literal('random'),
  Type.Literal('best-skill'),
]);
export type AgentOrder = Static<typeof AgentOrder>;
