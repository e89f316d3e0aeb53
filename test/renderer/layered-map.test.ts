import { expect, test } from 'vitest';
import fc from 'fast-check';
import { LayeredMap } from '../../contract/layered-map.ts';

test('is the map that copying would have made, whatever is replaced in whichever order, and leaves the one before as it was', () => {
  const key = fc.integer({ min: 0, max: 199 });
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(key, fc.nat()), { maxLength: 9 }), { maxLength: 40 }), (rounds) => {
      let plain: ReadonlyMap<number, number> = new Map(Array.from({ length: 200 }, (_, index) => [index, -index]));
      let layered = plain;
      for (const changes of rounds) {
        const before = { layered, plain };
        plain = new Map([...plain, ...changes]);
        layered = LayeredMap.replaced(layered, new Map(changes));
        expect([...layered]).toEqual([...plain]);
        expect([...before.layered.entries()]).toEqual([...before.plain]);
        expect([...layered.values()]).toEqual([...plain.values()]);
        expect([...layered.keys()]).toEqual([...plain.keys()]);
        expect(layered.size).toBe(200);
        for (const [each] of changes) expect(layered.get(each)).toBe(plain.get(each));
      }
      expect(layered.has(200)).toBe(false);
      expect(layered.get(200)).toBeUndefined();
      const told: [number, number][] = [];
      // oxlint-disable-next-line unicorn/no-array-for-each
      layered.forEach((value, each) => told.push([each, value]));
      expect(told).toEqual([...plain]);
    }),
  );
});
