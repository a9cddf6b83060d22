namespace Federated.Learning.ZerothOrder;

/// <summary>Who keeps weights when all machines are in one process.</summary>
public enum MachineCopies
{
    /// <summary>Every machine: each applies every round to its own copy, and their hashes are compared.</summary>
    Separate,

    /// <summary>One copy for all: for very many machines, or very large models.</summary>
    Shared,
}
