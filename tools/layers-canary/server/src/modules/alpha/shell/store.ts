// Allowed: a shell may use core, platform, Node and npm.
import { Type } from 'typebox';
import { db } from '../../../platform/db.ts';
import { alpha } from '../core/rules.ts';
export const shell = [Type, db, alpha];
