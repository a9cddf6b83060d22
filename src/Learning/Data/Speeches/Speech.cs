namespace Federated.Learning.Data.Speeches;

/// <summary>A speech.</summary>
/// <param name="Year">in which it was given</param>
/// <param name="Author">who gave it</param>
/// <param name="Words">in lower case, in their order</param>
public sealed record Speech(int Year, string Author, IReadOnlyList<string> Words);
