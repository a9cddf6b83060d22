namespace Federated.Attacks.Identity;

/// <summary>An update that the adversary made itself, from samples of a user it knows.</summary>
/// <param name="Round">of the model it was made from, 1-based</param>
/// <param name="User">in [0, users)</param>
/// <param name="Step">u* = w0 - wT, length d, in the sign of a gradient</param>
public sealed record LabelledUpdate(int Round, int User, float[] Step);
