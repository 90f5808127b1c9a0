import { columnOfStep } from './bars.js';

const HOURS_PER_DAY = 24;

/**
 * Labels of a time axis: days, at a distance that leaves room for their numbers; hours where there are few days.
 * `first` and `hours` are the first hour and the number of hours.
 */
export function dayLabels(first: number, hours: number, columns: number): { column: number; text: string }[] {
  if (hours < 3 * HOURS_PER_DAY) return hourLabels(first, hours, columns);
  const days = Math.max(1, hours / HOURS_PER_DAY);
  const step = [1, 2, 5, 7, 10, 20, 50, 100].find((each) => (columns / days) * each >= 5) ?? 500;
  const firstDay = Math.ceil(first / HOURS_PER_DAY / step) * step;
  const labels: { column: number; text: string }[] = [];
  for (let day = firstDay; day * HOURS_PER_DAY < first + hours; day += step) {
    labels.push({ column: columnOfStep(day * HOURS_PER_DAY, first, hours, columns), text: String(day) });
  }
  return labels;
}

function hourLabels(first: number, hours: number, columns: number): { column: number; text: string }[] {
  const step = [1, 2, 3, 6, 12].find((each) => (columns / hours) * each >= 8) ?? 24;
  const labels: { column: number; text: string }[] = [];
  for (let hour = Math.ceil(first / step) * step; hour < first + hours; hour += step) {
    const inDay = String(hour % HOURS_PER_DAY).padStart(2, '0');
    const text = `${Math.floor(hour / HOURS_PER_DAY)} ${inDay}h`;
    labels.push({ column: columnOfStep(hour, first, hours, columns), text });
  }
  return labels;
}
