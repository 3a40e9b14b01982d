import Dispatch
import Foundation
import TrustSim

/// One line on the terminal: runs done, rate, time left, and what is being run. It is read from a meter ten times a second,
/// is written only where it has changed, is never wider than the terminal, and is gone after ``clear()``.
final class ProgressLine: Sendable {
    private struct State {
        var shown = ""
        var isCleared = false
    }

    private let meter: ProgressMeter
    private let text: ProgressText
    private let state = Guarded(State())
    // Set before anything else can use it.
    nonisolated(unsafe) private let timer: (any DispatchSourceTimer)?

    /// Shows the line from now on. `stage` says which of several sessions this is.
    init(_ meter: ProgressMeter, plan: Plan, stage: String = "", isShown: Bool) {
        self.meter = meter
        text = ProgressText(plan: plan, stage: stage, start: DispatchTime.now().uptimeNanoseconds)
        guard isShown else {
            timer = nil
            return
        }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress", qos: .userInteractive))
        self.timer = timer
        timer.schedule(deadline: .now(), repeating: .milliseconds(100), leeway: .milliseconds(20))
        timer.setEventHandler { [weak self] in self?.show() }
        timer.activate()
    }

    deinit { timer?.cancel() }

    private func show() {
        // A program in the background leaves the terminal to others.
        let group = tcgetpgrp(2)
        if group != -1 && group != getpgrp() { return }
        let reading = meter.reading
        guard reading.total > 0 else { return }
        let line = text.line(
            reading, now: DispatchTime.now().uptimeNanoseconds, width: (Console.width(of: 2) ?? 80) - 1)
        state.withLock { state in
            if state.isCleared || line == state.shown { return }
            state.shown = line
            // Written over, then what is left of a longer line erased: nothing blinks.
            Console.status("\r\(line)\u{1B}[K")
        }
    }

    /// Erases the line, with the cursor at its begin, for good.
    func clear() {
        timer?.cancel()
        state.withLock { state in
            if !state.shown.isEmpty && !state.isCleared { Console.status("\r\u{1B}[K") }
            state.isCleared = true
        }
    }
}

/// The words of the progress line.
struct ProgressText: Sendable {
    private let labels: [String]
    private let stage: String
    private let start: UInt64
    /// No time is told before there is something to tell it from.
    private static let shortestTime = 0.5

    init(plan: Plan, stage: String, start: UInt64) {
        labels = Self.labels(of: plan)
        self.stage = stage
        self.start = start
    }

    /// What tells each cell from the others: its scenario, ratio and varied values, as far as they differ.
    private static func labels(of plan: Plan) -> [String] {
        let first = plan.cells.first?.scenario
        let hasNames = plan.cells.contains { $0.scenario.name != first?.name }
        let hasRatios = plan.cells.contains { $0.scenario.attackers.ratio != first?.attackers.ratio }
        return plan.cells.map { cell in
            var parts = hasNames ? [cell.scenario.name] : []
            if hasRatios { parts.append("attacker ratio \(NumberText.csv(cell.scenario.attackers.ratio))") }
            parts += zip(plan.variedKeys, cell.varied).map { "\($0) \($1)" }
            return escapedForMessage(parts.joined(separator: ", "))
        }
    }

    /// The line, cut to a width; `now` as nanoseconds of the clock that `start` is of.
    func line(_ reading: ProgressMeter.Reading, now: UInt64, width: Int) -> String {
        let seconds = Double(now &- start) / 1e9
        var parts = stage.isEmpty ? [] : [stage]
        parts.append("\(reading.done)/\(reading.total) runs")
        parts.append("\(NumberText.fixed((reading.share * 100).rounded(.down), digits: 0)) %")
        if seconds >= Self.shortestTime && reading.share > 0 {
            if reading.total > 1, let rate = rate(reading, seconds) { parts.append(rate) }
            let left = seconds * (1 - reading.share) / reading.share
            parts.append("\(Self.duration(left)) left")
        }
        if let cell = reading.cell, labels.indices.contains(cell), !labels[cell].isEmpty { parts.append(labels[cell]) }
        return Self.cut(parts.joined(separator: ", "), to: max(width, 1))
    }

    /// By work done, so that it is known before the first run is over.
    private func rate(_ reading: ProgressMeter.Reading, _ seconds: Double) -> String? {
        let perSecond = reading.share * Double(reading.total - reading.alreadyDone) / seconds
        if perSecond >= 1 { return "\(NumberText.fixed(perSecond, digits: perSecond < 10 ? 1 : 0)) runs/s" }
        if perSecond * 60 >= 1 { return "\(NumberText.fixed(perSecond * 60, digits: 0)) runs/min" }
        return "\(NumberText.fixed(perSecond * 3600, digits: 1)) runs/h"
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = seconds.rounded(.up)
        if whole < 90 { return "\(NumberText.fixed(whole, digits: 0)) s" }
        if whole < 5400 { return "\(NumberText.fixed(whole / 60, digits: 0)) min" }
        return whole < 360_000 ? "\(NumberText.fixed(whole / 3600, digits: 1)) h" : "days"
    }

    private static func cut(_ text: String, to width: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > width else { return text }
        return String(scalars.prefix(max(0, width - 1))) + "…"
    }
}
