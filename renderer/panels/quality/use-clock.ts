import { useEffect, useState } from 'react';

const TICK_MS = 30_000;

/** The time, now and again, for "2 min ago". */
export function useClock(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
