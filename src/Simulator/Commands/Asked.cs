using System.Globalization;
using Federated.Learning;

namespace Federated.Simulator.Commands;

/// <summary>Numbers that a user gives to options.</summary>
internal static class Asked
{
    /// <summary>A whole number.</summary>
    /// <param name="option">for the message</param>
    /// <param name="text">what was given; null: nothing</param>
    /// <param name="usual">stands in for nothing; null: the option is required</param>
    /// <param name="least">smallest number accepted</param>
    /// <param name="most">largest number accepted</param>
    /// <exception cref="InputException">not such a number</exception>
    public static long Whole(string option, string? text, long? usual, long least, long most)
    {
        var accepted = most == long.MaxValue ? $"a whole number from {least} on" : $"a whole number in [{least}, {most}]";
        if (text is null)
        {
            return usual ?? throw new InputException($"{option}: required but missing; expected {accepted}");
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new InputException($"{option}: {text} is not accepted; expected {accepted}");
    }

    /// <summary>A number.</summary>
    /// <param name="option">for the message</param>
    /// <param name="text">what was given; null: nothing</param>
    /// <param name="usual">stands in for nothing</param>
    /// <param name="accepts">whether a number is accepted</param>
    /// <param name="accepted">which numbers are, for the message</param>
    /// <exception cref="InputException">not such a number</exception>
    public static double Real(string option, string? text, double usual, Func<double, bool> accepts, string accepted)
    {
        if (text is null)
        {
            return usual;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && accepts(value)
            ? value
            : throw new InputException($"{option}: {text} is not accepted; expected {accepted}");
    }
}
