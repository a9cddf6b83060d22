namespace Federated.Attacks.Identity;

/// <summary>Who sent an anonymous update: kept apart, and only used to judge.</summary>
/// <param name="User">in [0, users); negative: a stranger, of whom the adversary has nothing</param>
/// <param name="Device">which device; updates of one device belong together</param>
public readonly record struct IdentityTruth(int User, int Device);
