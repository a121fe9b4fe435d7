// The import law: who may import whom. Each comment says what IS allowed, because that is what the person who broke the rule needs.
// LAYERS_BASE puts the whole law under another folder: tools/layers-canary, whose files break every rule on purpose.
const base = process.env.LAYERS_BASE ? `${process.env.LAYERS_BASE}/` : '';
const at = (path) => `^${base}${path}`;

const TEST = ['\\.test\\.tsx?$', '/test/', '/testing/'];
const NPM = 'node_modules/';
const CONTRACT = '^(tools/layers-canary/)?packages/contract/';
// What WAV files and G.711 look like: pure, small, and needed by whoever makes, takes or draws sound.
const SOUND = '^(tools/layers-canary/)?packages/rtp/src/(wav|g711)\\.ts$';
const KERNEL = at('server/src/kernel/');
const PLATFORM = at('server/src/platform/');
const OUTSIDERS = ['sim', 'tests', 'bench', 'tools'].map((folder) => at(`${folder}/`));

/** A rule by its allow-list: everything not listed is forbidden. Node's own modules have no path, so they are listed by kind. */
function only({ name, from, fromNot = TEST, allow, node = false, comment }) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, ...(fromNot.length > 0 ? { pathNot: fromNot } : {}) },
    to: { pathNot: allow, ...(node ? { dependencyTypesNot: ['core'] } : {}) },
  };
}

const MODULE = at('server/src/modules/([^/]+)');

module.exports = {
  forbidden: [
    only({
      name: 'kernel',
      comment: 'server/src/kernel may import itself and nothing else.',
      from: KERNEL,
      allow: [KERNEL],
    }),
    only({
      name: 'module-core',
      comment:
        'modules/x/core may import modules/x/core, kernel, packages/contract and the forms of sound of packages/rtp. What it needs of a library, of Node, of the clock or of chance comes in as an argument.',
      from: `${MODULE}/core/`,
      allow: [at('server/src/modules/$1/core/'), KERNEL, CONTRACT, SOUND],
    }),
    only({
      name: 'module-ports',
      comment:
        'modules/x/ports.ts may import modules/x/core, kernel, packages/contract and platform/*/types.ts: it only says what the module needs.',
      from: `${MODULE}/ports\\.ts$`,
      allow: [at('server/src/modules/$1/core/'), KERNEL, CONTRACT, at('server/src/platform/[^/]+/types\\.ts$')],
    }),
    only({
      name: 'module-index',
      comment: 'modules/x/index.ts may import its own module only: it is the door, not a room.',
      from: `${MODULE}/index\\.ts$`,
      allow: [at('server/src/modules/$1/')],
    }),
    only({
      name: 'module-shell',
      comment:
        'modules/x/shell may import modules/x/{core,ports,shell}, platform, kernel, packages/contract, node:* and npm. Another module is reached through a port that roles/wire supplies.',
      from: `${MODULE}/shell/`,
      fromNot: [...TEST, at('server/src/modules/telephony/')],
      allow: [at('server/src/modules/$1/(core|shell)/'), at('server/src/modules/$1/ports\\.ts$'), PLATFORM, KERNEL, CONTRACT, NPM],
      node: true,
    }),
    only({
      name: 'telephony-shell',
      comment: 'modules/telephony/shell may import what every shell may, and packages/sip and packages/rtp.',
      from: at('server/src/modules/telephony/shell/'),
      allow: [
        at('server/src/modules/telephony/((core|shell)/|ports\\.ts$)'),
        PLATFORM,
        KERNEL,
        CONTRACT,
        '^(tools/layers-canary/)?packages/(sip|rtp)/',
        NPM,
      ],
      node: true,
    }),
    only({
      name: 'module-test',
      comment:
        "A module's own test may import its own module, platform, kernel, packages, tests/kit, node:* and npm; never another module. What crosses modules is tested in tests/.",
      from: `${MODULE}/.*(\\.test\\.tsx?$|/test/|/testing/)`,
      fromNot: [],
      allow: [at('server/src/modules/$1/'), PLATFORM, KERNEL, '^packages/', at('packages/'), at('tests/kit/'), NPM],
      node: true,
    }),
    only({
      name: 'platform',
      comment: 'server/src/platform may import itself, kernel, packages/contract, node:* and npm. It knows no module.',
      from: PLATFORM,
      allow: [PLATFORM, KERNEL, CONTRACT, NPM],
      node: true,
    }),
    only({
      name: 'roles',
      comment:
        'server/src/roles may import roles, modules/*/index.ts, platform, kernel, and packages/contract and node:* to wire them. npm stays in platform and the shells.',
      from: at('server/src/roles/'),
      allow: [at('server/src/roles/'), at('server/src/modules/[^/]+/index\\.ts$'), PLATFORM, KERNEL, CONTRACT],
      node: true,
    }),
    only({
      name: 'main',
      comment: 'server/src/main.ts may import roles, platform, kernel and node:*.',
      from: at('server/src/[^/]+\\.ts$'),
      allow: [at('server/src/[^/]+\\.ts$'), at('server/src/roles/'), PLATFORM, KERNEL],
      node: true,
    }),
    {
      name: 'nothing-imports-roles',
      comment: 'Only server/src/main.ts and roles itself may import roles. Ask for what you need in ports.ts instead.',
      severity: 'error',
      from: { pathNot: [at('server/src/roles/'), at('server/src/[^/]+\\.ts$')] },
      to: { path: at('server/src/roles/') },
    },
    only({
      name: 'sip',
      comment: 'packages/sip may import itself only: no node:*, no npm, no other package. It has no socket and no clock.',
      from: at('packages/sip/src/'),
      allow: [at('packages/sip/')],
    }),
    only({
      name: 'rtp',
      comment:
        'packages/rtp may import itself only, its tests @noble/* as well (what our cipher and hash agree with): no node:*, no npm, no other package. It has no socket and no clock.',
      from: at('packages/rtp/src/'),
      allow: [at('packages/rtp/')],
    }),
    only({
      name: 'contract',
      comment: 'packages/contract may import itself and typebox: it is read by browsers, servers and partners.',
      from: at('packages/contract/src/'),
      allow: [CONTRACT, 'node_modules/typebox/'],
    }),
    only({
      name: 'widget-sdk',
      comment: 'packages/widget and packages/sdk may import themselves, packages/contract and npm. They run in a browser: no node:*.',
      from: at('packages/(widget|sdk)/src/'),
      allow: [at('packages/$1/'), CONTRACT, NPM],
    }),
    only({
      name: 'package-test',
      comment: "A package's tests and benches may import their own package, packages/contract, node:* and npm.",
      from: at('packages/([^/]+)/.*(\\.test\\.tsx?$|/test/|/bench/)'),
      fromNot: [],
      allow: [at('packages/$1/'), CONTRACT, NPM],
      node: true,
    }),
    only({
      name: 'web-areas',
      comment:
        'web/src/{desktop,supervisor,admin,analytics} may import themselves, web/src/{live,ui,api}, packages/contract, the forms of sound of packages/rtp and npm; never each other, never web/src/app.',
      from: at('web/src/(desktop|supervisor|admin|analytics)/'),
      allow: [at('web/src/$1/'), at('web/src/(live|ui|api)/'), CONTRACT, SOUND, NPM],
    }),
    only({
      name: 'web-ui',
      comment: 'web/src/ui may import itself and npm: components, no data.',
      from: at('web/src/ui/'),
      allow: [at('web/src/ui/'), NPM],
    }),
    only({
      name: 'web-live-api',
      comment: 'web/src/live and web/src/api may import each other, packages/contract and npm: data, no components.',
      from: at('web/src/(live|api)/'),
      allow: [at('web/src/(live|api)/'), CONTRACT, NPM],
    }),
    only({
      name: 'web',
      comment:
        'Everything in web/src may import web/src, packages/contract, the forms of sound of packages/rtp and npm; nothing of the server, no node:*.',
      from: at('web/src/'),
      allow: [at('web/src/'), CONTRACT, SOUND, NPM],
    }),
    only({
      name: 'sim',
      comment:
        'sim may import itself, packages, platform, kernel, node:* and npm: it is the network outside, used by tests and benches and knowing neither. Its theory, its twin, its matching and its estimates, which drive the engine, see below.',
      from: at('sim/'),
      fromNot: [at('sim/(theory|twin|matching|estimate)/'), at('sim/(theory|replay|matching|estimate)\\.ts$')],
      allow: [at('sim/'), '^packages/', at('packages/'), PLATFORM, KERNEL, NPM],
      node: true,
    }),
    only({
      name: 'sim-engine',
      comment:
        "sim/theory, sim/twin, sim/matching and sim/estimate play the product's own routing engine: they may import what sim may, and the pure cores of routing and matching beside it.",
      from: at('sim/((theory|twin|matching|estimate)/|(theory|replay|matching|estimate)\\.ts$)'),
      fromNot: [],
      allow: [at('sim/'), '^packages/', at('packages/'), PLATFORM, KERNEL, at('server/src/modules/(routing|matching)/core/'), NPM],
      node: true,
    }),
    only({
      name: 'outsiders',
      comment:
        "tests and bench may import each other, sim, packages, platform, kernel, modules' index.ts and core, node:* and npm: programs are otherwise met through their doors.",
      from: at('(tests|bench)/'),
      fromNot: [],
      allow: [
        at('(sim|tests|bench)/'),
        '^packages/',
        at('packages/'),
        PLATFORM,
        KERNEL,
        at('server/src/modules/[^/]+/(index\\.ts$|core/)'),
        NPM,
      ],
      node: true,
    }),
    {
      name: 'product-imports-no-outsider',
      comment: 'Product code imports nothing from sim, tests, bench or tools.',
      severity: 'error',
      from: { path: [at('server/'), at('packages/'), at('web/')], pathNot: TEST },
      to: { path: OUTSIDERS },
    },
    {
      name: 'no-test-in-product',
      comment: 'Product code imports no test and no test kit.',
      severity: 'error',
      from: { path: [at('server/'), at('packages/[^/]+/src/'), at('web/')], pathNot: TEST },
      to: { path: '\\.test\\.tsx?$' },
    },
    {
      name: 'no-cycles',
      comment: 'Files import each other in one direction. A cycle of types alone is let pass.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads to a file, a package or a module of Node.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'A package that is imported is named in the package.json of the workspace or of the root.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-in-product',
      comment: 'Product code runs without devDependencies. Types alone may come from them.',
      severity: 'error',
      from: { path: [at('server/src/'), at('packages/[^/]+/src/'), at('web/src/')], pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: ['node_modules/@types/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^web/dist/', '^data/', '^tests/\\.out/', ...(base ? [] : ['^tools/layers-canary/'])] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
