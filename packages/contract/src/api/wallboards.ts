// Wallboards: which live measures stand on a screen for a room, in which order and size. /wallboards.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { nullable, PageOf } from './page.ts';

/** In cells of the board's grid. */
const Cells = Type.Union([Type.Literal(1), Type.Literal(2)]);

export const Tile = Type.Object(
  {
    /** Id of a live measure (`live` of GET /kpis/definitions). */
    measure: Type.String({ maxLength: 64 }),
    /** Null: the floor as a whole. */
    queue: nullable(IdOf('que')),
    width: Cells,
    height: Cells,
  },
  { additionalProperties: false },
);
export type Tile = Static<typeof Tile>;

const fields = {
  name: Type.String({ minLength: 1, maxLength: 60 }),
  /** Everybody of the tenant who may see live figures may show it. */
  shared: Type.Boolean(),
  /** In the order they fill the screen. */
  tiles: Type.Array(Tile, { maxItems: 24 }),
};

export const Wallboard = Type.Object({
  id: IdOf('wbd'),
  ...fields,
  /** Goes up with every change. */
  version: Type.Integer(),
  /** The caller may change it. */
  editable: Type.Boolean(),
});
export type Wallboard = Static<typeof Wallboard>;
export const WallboardPage = PageOf(Wallboard);
export const NewWallboard = Type.Object({ id: Type.Optional(IdOf('wbd')), ...fields }, { additionalProperties: false });
export type NewWallboard = Static<typeof NewWallboard>;
/** `version`: the one that was changed; refused where somebody changed it meanwhile. */
export const WallboardPut = Type.Object({ ...fields, version: Type.Integer() }, { additionalProperties: false });
export type WallboardPut = Static<typeof WallboardPut>;
