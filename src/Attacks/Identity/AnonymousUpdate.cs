namespace Federated.Attacks.Identity;

/// <summary>An update whose sender is not known.</summary>
/// <param name="Round">in which it was sent, 1-based</param>
/// <param name="Step">u* = w0 - wT, length d, in the sign of a gradient</param>
public sealed record AnonymousUpdate(int Round, float[] Step);
