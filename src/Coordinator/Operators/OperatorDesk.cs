namespace Federated.Coordinator.Operators;

/// <summary>What a run has for operators, once it has begun.</summary>
/// <param name="Token">what they show</param>
/// <param name="Feed">what they see</param>
internal sealed record OperatorDesk(string Token, RoundFeed Feed);
