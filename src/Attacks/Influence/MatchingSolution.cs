namespace Federated.Attacks.Influence;

/// <summary>An image that matches an update.</summary>
/// <param name="Inputs">x_rec, length d_x, in normalised space</param>
/// <param name="Objective">1/2 |g(x_rec) - g|^2</param>
/// <param name="Evaluations">of objective and derivative</param>
internal sealed record MatchingSolution(double[] Inputs, double Objective, int Evaluations);
