import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../kit/world.ts';
let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(async () => { await world?.stop(); });
it('runs', async () => {
  const c = await world.south.call(world.south.agent);
  console.log(c.interaction, c.recording);
  await world.south.finish(c, world.south.agent);
  const w = await world.south.call(null);
  console.log(w.call);
  await world.south.finish(w, null);
});
