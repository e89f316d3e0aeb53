import { useEffect, useState } from 'react';

/** A value once it has rested: nobody wants to be corrected in the middle of a word. */
export function useSettled<Value>(value: Value, restFor = 500): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restFor);
    return () => clearTimeout(timer);
  }, [value, restFor]);
  return settled;
}
