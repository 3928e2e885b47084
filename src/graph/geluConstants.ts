/**
 * The two numbers of gelu's tanh form, read by every executor: x · ½ (1 + tanh( SLOPE · (x + CUBIC · x³) )).
 *
 * Source: Hendrycks & Gimpel, "Gaussian Error Linear Units (GELUs)" (2016), section 2.
 */
export const GELU_SLOPE = Math.sqrt(2 / Math.PI);
export const GELU_CUBIC = 0.044715;
