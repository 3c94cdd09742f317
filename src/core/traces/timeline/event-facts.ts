/** What is told of an event in words, the same on the page and where it is copied. */
import { formatQuantity } from '../../units/format';
import { CLASS_NAMES } from './event-class';
import type { EventDetails, LinkedEvent } from './event';
import type { TimelineLayout } from './layout';

const NANOSECONDS = 1e9;

export const seconds = (nanoseconds: number): string => formatQuantity(nanoseconds / NANOSECONDS, 's', 4);

export const titleOf = ({ name }: EventDetails): string => (name === '' ? 'An event without a name' : name);

export const trackName = ({ processes, tracks }: TimelineLayout, track: number): string => {
  const process = processes.find((of) => of.tracks.includes(track));
  return `${process === undefined ? '' : `${process.title}, `}${tracks[track]?.title ?? ''}`;
};

/** Its times, its track and its kind. */
export const factsOf = (
  details: EventDetails,
  layout: TimelineLayout,
): readonly (readonly [label: string, value: string])[] => {
  const { category, eventClass, place, start, self } = details;
  return [
    ...lengthOf(details),
    ...(self === undefined ? [] : [['Self', seconds(self)] as const]),
    ['Start', seconds(start - layout.from)],
    ['Track', trackName(layout, place.track)],
    ['Kind', category === '' ? CLASS_NAMES[eventClass] : `${CLASS_NAMES[eventClass]} (${category})`],
  ];
};

const lengthOf = ({ eventClass, duration, value }: EventDetails): readonly (readonly [string, string])[] => {
  const length = duration === undefined ? 'unknown' : seconds(duration);
  if (value !== undefined)
    return [
      ['Value', value],
      ['Holds for', length],
    ];
  return eventClass === 'instant' ? [] : [['Duration', length]];
};

/** Where the other end of an arrow stands in time. */
export const offsetOf = ({ start }: EventDetails, link: LinkedEvent): string =>
  link.start >= start ? `${seconds(link.start - start)} later` : `${seconds(start - link.start)} before`;
