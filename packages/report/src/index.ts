export { renderChart, type Chart } from './charts/render-chart.js';
export { evaluationChart, type EvaluatedDetector, type EvaluationFacts } from './charts/evaluation-chart.js';
