namespace Federated.Learning;

/// <summary>
/// Input was refused: the message is one line that names file, line or key and says what would be accepted.
/// The program prints it without a stack trace and exits with 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Makes the exception.</summary>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception, keeping what caused it for <c>--verbose</c>.</summary>
    public InputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
