/** A tile to be fetched. Smaller `tier` is sooner; tier 0 is in view. */
export interface Wanted<A> {
  readonly key: string;
  readonly tier: number;
  readonly address: A;
}

export interface SchedulerStats {
  readonly requested: number;
  /** Requests aborted because the tile scrolled away, was superseded or had to make room for a visible one. */
  readonly cancelled: number;
  readonly arrived: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly waiting: number;
}

export interface SchedulerOptions<A, T> {
  /** Most requests in flight at any time. */
  readonly limit: number;
  load(address: A, tier: number, signal: AbortSignal): Promise<T>;
  arrived(key: string, address: A, value: T): void;
  failed(key: string, address: A, error: unknown): void;
}

export interface TileScheduler<A> {
  /**
   * States all tiles that are wanted and not loaded, most urgent first. What is in flight and no longer wanted is aborted;
   * a visible tile takes the place of one that is not. Failed tiles are left out until `retry`.
   */
  want(list: readonly Wanted<A>[]): void;
  /** Lets failed tiles be asked for again. */
  retry(): void;
  stats(): SchedulerStats;
  /** Aborts everything; nothing arrives afterwards. */
  close(): void;
}

interface Flight<A> {
  wanted: Wanted<A>;
  readonly controller: AbortController;
}

export function createTileScheduler<A, T>(options: SchedulerOptions<A, T>): TileScheduler<A> {
  const flights = new Map<string, Flight<A>>();
  const failedKeys = new Set<string>();
  let waiting: Wanted<A>[] = [];
  /** Place in `waiting` of the next tile to start, so that starting one is cheap however long the list. */
  let next = 0;
  let requested = 0;
  let cancelled = 0;
  let arrived = 0;
  let failed = 0;

  const abort = (key: string, flight: Flight<A>): void => {
    flights.delete(key);
    cancelled++;
    flight.controller.abort();
  };

  const start = (wanted: Wanted<A>): void => {
    const flight: Flight<A> = { wanted, controller: new AbortController() };
    const { signal } = flight.controller;
    flights.set(wanted.key, flight);
    requested++;
    options.load(wanted.address, wanted.tier, signal).then(
      (value) => {
        if (signal.aborted) return;
        flights.delete(wanted.key);
        arrived++;
        options.arrived(wanted.key, wanted.address, value);
        pump();
      },
      (error) => {
        if (signal.aborted) return;
        flights.delete(wanted.key);
        failed++;
        failedKeys.add(wanted.key);
        options.failed(wanted.key, wanted.address, error);
        pump();
      },
    );
  };

  const pump = (): void => {
    while (next < waiting.length && flights.size < options.limit) start(waiting[next++]);
  };

  /** Aborts the least urgent flights for visible tiles that would otherwise wait behind them. */
  const makeRoom = (): void => {
    let urgent = 0;
    while (next + urgent < waiting.length && waiting[next + urgent].tier === 0) urgent++;
    const spare = [...flights].filter(([, flight]) => flight.wanted.tier > 0).sort((a, b) => b[1].wanted.tier - a[1].wanted.tier);
    for (const [key, flight] of spare) {
      if (options.limit - flights.size >= urgent) return;
      abort(key, flight);
      waiting.push(flight.wanted);
    }
  };

  return {
    want: (list) => {
      const keys = new Map(list.map((wanted) => [wanted.key, wanted]));
      for (const [key, flight] of flights) {
        const still = keys.get(key);
        if (still === undefined) abort(key, flight);
        else flight.wanted = still;
      }
      waiting = list.filter(({ key }) => !flights.has(key) && !failedKeys.has(key));
      next = 0;
      makeRoom();
      pump();
    },
    retry: () => failedKeys.clear(),
    stats: () => ({ requested, cancelled, arrived, failed, inFlight: flights.size, waiting: waiting.length - next }),
    close: () => {
      waiting = [];
      next = 0;
      for (const [key, flight] of flights) abort(key, flight);
    },
  };
}
