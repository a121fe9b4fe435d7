// Breaks `sim-engine`: of the modules, the twin knows routing's core alone.
export * from '../../server/src/modules/alpha/index.ts';
