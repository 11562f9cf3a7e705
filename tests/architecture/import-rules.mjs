/**
 * Who may import whom. Each rule's comment says what to do instead. The compiler keeps globals out of the rooms
 * (one tsconfig per room); these rules keep imports on their one-way streets.
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const only = (room, comment, allowed, except) =>
  forbid(
    `${room}-imports`,
    comment,
    { path: `^main/${room}/`, ...(except && { pathNot: except }) },
    { path: '^(main|preload|renderer)/', pathNot: allowed },
  );

/** npm packages a room may use; types count too. */
const packages = (room, allowed) =>
  forbid(
    `${room.replaceAll('/', '-')}-packages`,
    `Room ${room} uses only its own packages; put the code that needs another one into the room that owns it.`,
    { path: `^${room}/` },
    { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: `node_modules/(@types/node|${allowed})` },
  );

export default {
  forbidden: [
    forbid('no-cycle', 'Two files that need each other are one idea or need a third one between them.', {}, { circular: true }),
    forbid(
      'no-unresolved',
      'The import leads nowhere: fix the path or install the package.',
      {},
      { couldNotResolve: true, pathNot: '^(node:|#)?electron$' },
    ),
    forbid(
      'core-model-is-leaf',
      'The words of the domain import nothing else; move the function to another room of core.',
      { path: '^main/core/model/' },
      { path: '.', pathNot: '^main/core/model/' },
    ),
    forbid(
      'core-is-pure',
      'Core imports only core. Pass in what it needs as a value.',
      { path: '^main/core/' },
      { path: '.', pathNot: '^main/core/' },
    ),
    forbid(
      'contract-knows-only-words',
      'The contract is shared by both sides: only core/model and zod.',
      { path: '^preload/contract/' },
      { path: '.', pathNot: '^(preload/contract/|main/core/model/|node_modules/zod/)' },
    ),
    only(
      'services',
      'Services know core, the contract and their ports; an adapter is plugged in by compose.ts.',
      '^(main/services/|main/core/|preload/contract/)',
    ),
    only(
      'store',
      'The store implements ports; it knows no other adapter.',
      '^(main/store/|main/core/|main/services/(ports|application)\\.ts)',
    ),
    only(
      'formats',
      'Formats implement ports; they know no other adapter.',
      '^(main/formats/|main/core/|main/services/ports\\.ts)',
    ),
    only(
      'engines',
      'Engines implement ports; they know no other adapter.',
      '^(main/engines/|main/core/|main/services/ports\\.ts)',
    ),
    only(
      'workers',
      'A worker unpacks, calls core, hands back.',
      '^(main/(workers|engines|formats|core)/|main/services/ports\\.ts)',
    ),
    only('ipc', 'A door turns a request into a service call.', '^(main/(ipc|services|core/model)/|preload/contract/)'),
    only('server', 'A door turns a request into a service call.', '^(main/(server|services|core/model)/|preload/contract/)'),
    only(
      'cli',
      'A door turns a request into a service call.',
      '^(main/(cli|server|services|core/model)/|main/[a-z-]+\\.ts|preload/contract/)',
    ),
    forbid(
      'electron-stays-outside',
      'Only app, ipc, index and preload may import electron, so that everything else runs without it.',
      { path: '^(main|renderer)/', pathNot: '^main/(app/|ipc/|index\\.ts)' },
      { path: '(^|node_modules/)electron(/|$)' },
    ),
    forbid(
      'renderer-stays-light',
      'The window uses the contract and the words of the domain, never a kernel.',
      { path: '^renderer/' },
      { path: '^(main|preload)/', pathNot: '^(main/core/model/|preload/contract/)' },
    ),
    forbid(
      'state-knows-no-view',
      'State runs in a plain test: no canvas, no panels, no React.',
      { path: '^renderer/state/' },
      { path: '^(renderer/(canvas|panels)/|node_modules/(react|pixi|@blueprintjs))' },
    ),
    forbid(
      'canvas-knows-no-panels',
      'The viewer serves every panel and knows none.',
      { path: '^renderer/canvas/' },
      { path: '^renderer/panels/' },
    ),
    forbid(
      'product-knows-no-tests',
      'Move what both need into the product.',
      { path: '^(main|preload|renderer)/' },
      { path: '^tests/' },
    ),
    packages('main/services', 'zod/'),
    packages('main/store', '(@types/)?better-sqlite3/'),
    packages('main/formats', '(sharp|fast-xml-parser|zarrita|jpegxr)/'),
    packages('main/engines', 'onnxruntime-(node|common)/'),
    packages('main/workers', 'none/'),
    packages('main/(server|ipc|cli)', '((@types/)?ws|zod|electron)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^main/kernels/(?!build)|/build/|^dist/|tests/golden)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
};
