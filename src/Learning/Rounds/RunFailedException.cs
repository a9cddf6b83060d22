namespace Federated.Learning.Rounds;

/// <summary>The run cannot go on: the program prints the message and exits with 1.</summary>
public sealed class RunFailedException(string message) : Exception(message);
