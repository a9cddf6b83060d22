namespace Federated.Simulator.Reports;

/// <summary>The embedded files that make a page out of the frame that all pages share.</summary>
/// <param name="Body">what stands in it</param>
/// <param name="Styles">beside those of the frame</param>
/// <param name="Scripts">in their order, after those of the frame</param>
internal sealed record PageParts(string Body, IReadOnlyList<string> Styles, IReadOnlyList<string> Scripts);
